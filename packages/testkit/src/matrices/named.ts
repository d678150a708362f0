import { matrixFromBits } from '@matrix-arena/bf16';
import type { Matrix } from '@matrix-arena/contract';
import { contentNames, makeMatrix } from './contents.ts';
import { randomSource } from './random.ts';
import { hugeShapes, shapes } from './shapes.ts';
import { nanBits, specialBits } from './special.ts';

/** A matrix and what it is called in messages. */
export interface NamedMatrix {
  readonly name: string;
  readonly matrix: Matrix;
}

/** Seed of everything that is not asked for with another one. */
export const defaultSeed = 20_251_203;

/** All 65 536 bit patterns, counting up and shuffled, square and flat. */
export function patternMatrices(seed = defaultSeed): NamedMatrix[] {
  const random = randomSource(seed);
  const inOrder = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
  const shuffled = inOrder.slice();
  for (let i = shuffled.length - 1; i > 0; i--) {
    const other = random.below(i + 1);
    [shuffled[i], shuffled[other]] = [shuffled[other], shuffled[i]];
  }
  return [
    { name: 'all patterns in order, 256x256', matrix: matrixFromBits(inOrder, 256, 256) },
    { name: 'all patterns shuffled, 1x65536', matrix: matrixFromBits(shuffled, 1, 65_536) },
  ];
}

/** Values that arithmetic would damage: alone, as a whole matrix, and sprinkled over activations. */
export function specialMatrices(seed = defaultSeed): NamedMatrix[] {
  const random = randomSource(seed);
  const entries = Object.entries(specialBits);
  const alone = entries.flatMap(([name, bits]) => [
    { name: `${name}, 1x1`, matrix: matrixFromBits(Uint16Array.of(bits), 1, 1) },
    { name: `${name}, 5x7`, matrix: matrixFromBits(new Uint16Array(35).fill(bits), 5, 7) },
  ]);
  const sprinkled = makeMatrix('activations', 40, 33, seed);
  const view = new DataView(sprinkled.bytes.buffer);
  const values = [...nanBits, ...Object.values(specialBits)];
  for (const bits of values) view.setUint16(2 * random.below(40 * 33), bits, true);
  return [
    ...alone,
    { name: 'every NaN, 2x127', matrix: matrixFromBits(Uint16Array.from(nanBits), 2, 127) },
    { name: 'special values among activations, 40x33', matrix: sprinkled },
  ];
}

/** Activations in shapes at which index arithmetic goes wrong. */
export function shapeMatrices(seed = defaultSeed): NamedMatrix[] {
  return shapes.map(([rows, cols]) => ({
    name: `shape ${rows}x${cols}`,
    matrix: makeMatrix('activations', rows, cols, seed + rows + cols),
  }));
}

/** Every kind of content, in the width of a small sample and in a wider shape. */
export function contentMatrices(seed = defaultSeed): NamedMatrix[] {
  return contentNames.flatMap((content) =>
    [
      [100, 32],
      [60, 512],
    ].map(([rows, cols]) => ({
      name: `${content}, ${rows}x${cols}`,
      matrix: makeMatrix(content, rows, cols, seed),
    })),
  );
}

/** Shapes beyond 2^22 values, a few MiB each: a repeated block of activations. */
export function* hugeMatrices(seed = defaultSeed): Generator<NamedMatrix> {
  const block = makeMatrix('activations', 251, 257, seed).bytes;
  for (const [rows, cols] of hugeShapes) {
    const bytes = new Uint8Array(2 * rows * cols);
    for (let at = 0; at < bytes.length; at += block.length) {
      bytes.set(block.subarray(0, bytes.length - at), at);
    }
    yield { name: `huge shape ${rows}x${cols}`, matrix: { bytes, rows, cols, dtype: 'bf16' } };
  }
}

/** Every edge matrix but the huge ones, about 4 MB together: for tests of kernels, too. */
export function testMatrices(seed = defaultSeed): NamedMatrix[] {
  return [
    ...patternMatrices(seed),
    ...specialMatrices(seed),
    ...shapeMatrices(seed),
    ...contentMatrices(seed),
  ];
}
