import type { Codec, CodecErrorKind, Matrix } from '@matrix-arena/contract';
import { makeMatrix } from '../matrices/contents.ts';
import type { RandomSource } from '../matrices/random.ts';
import { badFrames, badMatrices } from '../rules/arguments.ts';
import type { ArgumentCase, CaseKind, CaseSource } from './case.ts';
import { pick } from './weighted.ts';

/** Beyond the limits, beyond 32 and 53 bits, and what is no count at all. */
const absurdCounts = [
  2 ** 27 + 1,
  2 ** 28,
  2 ** 31,
  2 ** 32,
  2 ** 32 + 1,
  2 ** 53,
  1e300,
  Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  -1,
  0.5,
];

const invalid: readonly CodecErrorKind[] = ['invalid-argument'];
const invalidOrBeyond: readonly CodecErrorKind[] = ['invalid-argument', 'limit-exceeded'];
/** A frame whose memory is gone cannot be told from an empty one. */
const invalidOrTruncated: readonly CodecErrorKind[] = ['invalid-argument', 'truncated'];

function listedMatrix({ random }: CaseSource): ArgumentCase {
  const [name, argument] = pick(Object.entries(badMatrices(someMatrix(random))), random);
  return refusal(`compress, ${name}`, invalid, (codec) => codec.compress(argument as Matrix));
}

function listedFrame({ random, pool }: CaseSource): ArgumentCase {
  const [name, argument] = pick(Object.entries(badFrames(pick(pool.small, random).frame)), random);
  return refusal(`decompress, ${name}`, invalid, (codec) => codec.decompress(argument as Uint8Array));
}

function wrongLength({ random }: CaseSource): ArgumentCase {
  const rows = random.below(50);
  const cols = random.below(50);
  const right = 2 * rows * cols;
  const length = random.below(5000);
  const bytes = new Uint8Array(length === right ? right + 1 : length);
  return refusal(`compress, ${bytes.length} bytes for ${rows}x${cols}`, invalid, (codec) =>
    codec.compress({ bytes, rows, cols, dtype: 'bf16' }),
  );
}

function hugeShape({ random }: CaseSource): ArgumentCase {
  const huge = pick(absurdCounts, random);
  const other = random.below(2) === 0 ? pick(absurdCounts, random) : random.below(5);
  const [rows, cols] = random.below(2) === 0 ? [huge, other] : [other, huge];
  const bytes = new Uint8Array(random.below(100));
  return refusal(`compress, ${bytes.length} bytes for ${rows}x${cols}`, invalidOrBeyond, (codec) =>
    codec.compress({ bytes, rows, cols, dtype: 'bf16' }),
  );
}

function detachedMatrix({ random }: CaseSource): ArgumentCase {
  const matrix = someMatrix(random);
  const bytes = detached(matrix.bytes);
  return refusal(`compress, bytes of a detached buffer, ${matrix.rows}x${matrix.cols}`, invalid, (codec) =>
    codec.compress({ ...matrix, bytes }),
  );
}

function detachedFrame({ random, pool }: CaseSource): ArgumentCase {
  const { name, frame } = pick(pool.small, random);
  const bytes = detached(frame);
  return refusal(`decompress, detached buffer of the frame of ${name}`, invalidOrTruncated, (codec) =>
    codec.decompress(bytes),
  );
}

/** A copy whose buffer has been handed to nobody, as after a transfer to another thread. */
function detached(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(bytes);
  structuredClone(copy.buffer, { transfer: [copy.buffer] });
  return copy;
}

/** Not empty, and of six rows, a quarter of which is no whole number: the listed mistakes need both. */
function someMatrix(random: RandomSource): Matrix {
  return makeMatrix('activations', 6, 1 + random.below(8), random.uint32());
}

function refusal(
  told: string,
  kinds: readonly CodecErrorKind[],
  call: (codec: Codec) => unknown,
): ArgumentCase {
  return { type: 'argument', kinds, call, editCount: 0, tell: () => told };
}

export const argumentKinds: readonly CaseKind[] = [
  { share: 5, name: 'listed as no matrix', make: listedMatrix },
  { share: 5, name: 'listed as no frame', make: listedFrame },
  { share: 4, name: 'wrong length', make: wrongLength },
  { share: 4, name: 'huge shape', make: hugeShape },
  { share: 1, name: 'detached matrix', make: detachedMatrix },
  { share: 1, name: 'detached frame', make: detachedFrame },
];
