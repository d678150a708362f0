import { type Codec, type CodecErrorKind, isCodecError, limits, maxFrameBytes } from '@matrix-arena/contract';
import { maxGrowthBytes, memoryBytes, refusalKinds, settle } from '../rules/guard.ts';
import { violated } from '../rules/rule.ts';
import { assertIsMatrix, assertSameMatrix, copyMatrix, isSameBytes, isSameMatrix } from '../rules/same.ts';
import type { ArgumentCase, FrameCase, FuzzCase, MatrixCase } from './case.ts';
import type { PoolFrame } from './pool.ts';

/** What a codec did that it must not do. */
export interface Violation {
  /** What was expected and what came instead, in one line. */
  readonly message: string;
  /** Of what was thrown, if anything was. */
  readonly stack?: string;
}

/** Makes the calls of a case. @returns undefined when the codec did as it must */
export function judge(codec: Codec, one: FuzzCase, isChecksummed: boolean): Violation | undefined {
  switch (one.type) {
    case 'frame':
      return judgeFrame(codec, one, isChecksummed);
    case 'matrix':
      return judgeMatrix(codec, one);
    case 'argument':
      return judgeArgument(codec, one);
  }
}

/** Whether the codec still does with a good matrix what it did before the first case. */
export function judgeGood(codec: Codec, { name, matrix, frame }: PoolFrame): Violation | undefined {
  return violationOf(() => {
    const got = calling(() => codec.compress(matrix));
    if (!isSameBytes(got, frame)) violated(`expected the frame of ${name} again, got another`);
    const restored = calling(() => codec.decompress(frame));
    assertSameMatrix(`from the frame of ${name}`, restored, matrix);
  });
}

function judgeFrame(codec: Codec, one: FrameCase, isChecksummed: boolean): Violation | undefined {
  const bytesBefore = memoryBytes();
  const outcome = settle(() => codec.decompress(one.frame));
  const grownBytes = memoryBytes() - bytesBefore;
  if (grownBytes > maxGrowthBytes) {
    return { message: `expected the call to allocate at most ${maxGrowthBytes} bytes, got ${grownBytes}` };
  }
  if ('error' in outcome) return refusalViolation(outcome.error, refusalKinds);
  const { value } = outcome;
  return violationOf(() => {
    assertIsMatrix('result', value);
    if (value.bytes.length > limits.maxMatrixBytes) violated('expected limit-exceeded, got a matrix');
    if (!isChecksummed || one.originals.some((original) => isSameMatrix(value, original))) return;
    const expected = one.originals.length === 0 ? 'a CodecError' : 'a CodecError or the original matrix';
    violated(`expected ${expected}, got a matrix of ${value.rows}x${value.cols}`);
  });
}

function judgeMatrix(codec: Codec, { matrix }: MatrixCase): Violation | undefined {
  const original = copyMatrix(matrix);
  return violationOf(() => {
    const frame = calling(() => codec.compress(matrix));
    const most = maxFrameBytes(matrix.bytes.length);
    if (frame.length > most) violated(`expected a frame of at most ${most} bytes, got ${frame.length}`);
    const restored = calling(() => codec.decompress(frame));
    assertSameMatrix('round trip', restored, original);
    assertSameMatrix('matrix after the calls', matrix, original);
  });
}

function judgeArgument(codec: Codec, { call, kinds }: ArgumentCase): Violation | undefined {
  const outcome = settle(() => call(codec));
  if ('error' in outcome) return refusalViolation(outcome.error, kinds);
  return { message: `expected a CodecError (${kinds.join(' or ')}), got a result` };
}

function refusalViolation(error: unknown, kinds: readonly CodecErrorKind[]): Violation | undefined {
  return isCodecError(error, ...kinds) ? undefined : thrown(`a CodecError (${kinds.join(' or ')})`, error);
}

/** An error of the codec, to be told from those of the suite's own checks. */
class CallError extends Error {}

function calling<T>(call: () => T): T {
  try {
    return call();
  } catch (cause) {
    throw new CallError('', { cause });
  }
}

function violationOf(check: () => void): Violation | undefined {
  const outcome = settle(check);
  if (!('error' in outcome)) return undefined;
  const { error } = outcome;
  if (error instanceof CallError) return thrown('a result', error.cause);
  return { message: error instanceof Error ? error.message : String(error) };
}

function thrown(expected: string, error: unknown): Violation {
  const got = isCodecError(error) ? `${error.kind}: ${error.message}` : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  return { message: `expected ${expected}, got ${got}`, ...(stack === undefined ? {} : { stack }) };
}
