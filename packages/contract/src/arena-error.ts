/**
 * Kinds of failures of the arena's tools, by what the user did or met.
 *
 * | kind | meaning |
 * |---|---|
 * | `usage` | a command or option that makes no sense as given: exit code 2 |
 * | `not-found` | a file, folder or address that is not there |
 * | `bad-format` | data that is not what it claims to be |
 * | `unsupported` | sound data of a sort that is not read here |
 * | `limit-exceeded` | more than a documented limit |
 * | `network` | a server that fails, stalls or sends too little |
 * | `conflict` | two things that exclude each other |
 * | `rate-limited` | too much at once; the hint says when again |
 * | `sealed` | something that is kept back; the hint says until when |
 * | `timeout` | something that took longer than its limit |
 * | `mismatch` | bytes or figures that differ from what they should be |
 * | `unavailable` | something that this machine lacks; the hint says how to get it |
 * | `interrupted` | stopped by the user |
 */
export type ArenaErrorKind =
  | 'usage'
  | 'not-found'
  | 'bad-format'
  | 'unsupported'
  | 'limit-exceeded'
  | 'network'
  | 'conflict'
  | 'rate-limited'
  | 'sealed'
  | 'timeout'
  | 'mismatch'
  | 'unavailable'
  | 'interrupted';

export interface ArenaErrorFields {
  /** The thing that was wrong, for example the path of a file. */
  readonly what: string;
  readonly expected?: string | number;
  readonly got?: string | number;
  /** What the user should do next, as a short imperative sentence without a full stop. */
  readonly hint: string;
  readonly cause?: unknown;
}

/**
 * An error that a user of the tools can mend. Its message is one line:
 * `<what>: expected <x>, got <y>; <hint>`, or `<what>: <hint>` when nothing was expected.
 */
export class ArenaError extends Error {
  override readonly name = 'ArenaError';
  readonly kind: ArenaErrorKind;
  readonly what: string;
  readonly expected: string | number | undefined;
  readonly got: string | number | undefined;
  readonly hint: string;

  constructor(kind: ArenaErrorKind, fields: ArenaErrorFields) {
    const { what, expected, got, hint, cause } = fields;
    const detail = expected === undefined ? '' : `expected ${expected}, got ${got}; `;
    super(`${what}: ${detail}${hint}`, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.what = what;
    this.expected = expected;
    this.got = got;
    this.hint = hint;
  }
}

/** Whether a thrown value is an `ArenaError`, of one of the given kinds if any are given. */
export function isArenaError(error: unknown, ...kinds: ArenaErrorKind[]): error is ArenaError {
  return error instanceof ArenaError && (kinds.length === 0 || kinds.includes(error.kind));
}
