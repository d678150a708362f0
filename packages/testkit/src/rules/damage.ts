import { type Codec, limits, type Matrix } from '@matrix-arena/contract';
import { makeMatrix } from '../matrices/contents.ts';
import { assertRefusal, attempt, refusalKinds } from './guard.ts';
import { type RuleContext, violated } from './rule.ts';
import { assertIsMatrix, copyBytes, isSameMatrix } from './same.ts';

/** A frame that is going to be damaged, and what it stands for. */
export interface SoundFrame {
  readonly name: string;
  readonly matrix: Matrix;
  readonly frame: Uint8Array;
}

/** Small frames, of which every bit can be tried: some values, one value, and a header alone. */
export function smallFrames(codec: Codec, seed: number): SoundFrame[] {
  return [
    makeMatrix('activations', 4, 8, seed),
    makeMatrix('random-bits', 1, 1, seed),
    makeMatrix('activations', 0, 5, seed),
  ].map((matrix) => soundFrame(codec, matrix));
}

/** A frame with several kinds of blocks and tables, of which samples are tried. */
export function largerFrame(codec: Codec, seed: number): SoundFrame {
  return soundFrame(codec, makeMatrix('near-copies', 96, 64, seed));
}

function soundFrame(codec: Codec, matrix: Matrix): SoundFrame {
  return { name: `frame of ${matrix.rows}x${matrix.cols}`, matrix, frame: codec.compress(matrix) };
}

/** A copy with one bit turned over; bit 0 is the lowest of the first byte. */
export function bitFlipped(frame: Uint8Array, bit: number): Uint8Array {
  const damaged = copyBytes(frame);
  damaged[bit >>> 3] ^= 1 << (bit & 7);
  return damaged;
}

/** Decodes a damaged frame: a refusal, the very original, or another matrix where no checksum is promised. */
export function expectNoSilentDamage(
  context: RuleContext,
  step: string,
  codec: Codec,
  damaged: Uint8Array,
  original: Matrix,
): void {
  const outcome = attempt(context, step, () => codec.decompress(damaged));
  if ('error' in outcome) {
    assertRefusal(outcome.error, refusalKinds);
    return;
  }
  assertIsMatrix('result', outcome.value);
  if (outcome.value.bytes.length > limits.maxMatrixBytes) violated('expected limit-exceeded, got a result');
  if (context.options.checksummed && !isSameMatrix(outcome.value, original)) {
    violated('expected a CodecError or the original matrix, got another matrix');
  }
}
