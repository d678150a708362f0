/**
 * Kinds of codec failures, by what the caller can do about them.
 *
 * | kind | meaning |
 * |---|---|
 * | `invalid-argument` | the caller passed something that is no matrix or no frame |
 * | `limit-exceeded` | a shape beyond `limits`, asked for or declared by a frame |
 * | `truncated` | the frame ends early |
 * | `corrupt` | the frame contradicts itself or its checksum, or goes on after its end |
 * | `unsupported-version` | the frame is of a format version that this codec does not read |
 * | `internal` | a defect of the codec |
 */
export const codecErrorKinds = [
  'invalid-argument',
  'limit-exceeded',
  'truncated',
  'corrupt',
  'unsupported-version',
  'internal',
] as const;

export type CodecErrorKind = (typeof codecErrorKinds)[number];

/** The call in which it happened. */
export type CodecStage = 'create' | 'compress' | 'decompress';

export interface CodecErrorFields {
  /** Name of the codec. */
  readonly codec: string;
  readonly stage: CodecStage;
  /** The thing that was wrong, for example `frame checksum`. */
  readonly what: string;
  readonly expected?: string | number;
  readonly got?: string | number;
  readonly cause?: unknown;
}

/** The only error a codec throws. Its message reads `<codec>: <what>: expected <x>, got <y>`. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
  declare readonly kind: CodecErrorKind;
  declare readonly codec: string;
  declare readonly stage: CodecStage;
  declare readonly what: string;
  declare readonly expected: string | number | undefined;
  declare readonly got: string | number | undefined;

  constructor(kind: CodecErrorKind, fields: CodecErrorFields) {
    const { codec, what, expected, got } = fields;
    // Of `fields`, Error itself takes the cause.
    super(`${codec}: ${what}: ${expected === undefined ? kind : `expected ${expected}, got ${got}`}`, fields);
    Object.assign(this, fields, { kind });
  }
}

/**
 * Whether a thrown value is a codec error, of one of the given kinds if any are given. Goes by the error's name
 * and kind, not by its class: a solution carries its own copy of the class in its bundle.
 *
 * @example
 * try { codec.decompress(frame) } catch (error) { if (isCodecError(error, 'truncated')) await readMore() }
 */
export function isCodecError(error: unknown, ...kinds: CodecErrorKind[]): error is CodecError {
  if (!(error instanceof Error) || error.name !== 'CodecError') return false;
  const { kind } = error as CodecError;
  return kinds.length === 0 ? codecErrorKinds.includes(kind) : kinds.includes(kind);
}
