import { CodecError, type CodecErrorKind, type CodecStage, isCodecError } from '@matrix-arena/contract';

/** Stands in front of every message. */
export const packageName = '@matrix-arena/codec';

interface Expectation {
  readonly expected?: string | number;
  readonly got?: string | number;
  readonly cause?: unknown;
}

export function codecError(
  kind: CodecErrorKind,
  stage: CodecStage,
  what: string,
  expectation: Expectation = {},
): CodecError {
  return new CodecError(kind, { codec: packageName, stage, what, ...expectation });
}

/**
 * What came out of a solution, as an error of this package's own class: a solution carries a copy of the class, which
 * `instanceof` would not know.
 *
 * @param kind for an error that is no codec error, such as a trap of its wasm
 */
export function fromSolution(error: unknown, kind: CodecErrorKind, stage: CodecStage): CodecError {
  if (error instanceof CodecError) return error;
  if (!isCodecError(error)) return codecError(kind, stage, 'solution', { cause: error });
  const { codec, what, expected, got } = error;
  const expectation = expected === undefined ? {} : { expected, got: got ?? '' };
  return new CodecError(error.kind, { codec, stage, what, ...expectation, cause: error });
}
