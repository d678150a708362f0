/** `[rows, cols]`. */
export type Shape = readonly [rows: number, cols: number];

/** Empty, single, long, odd and prime shapes, and flat ones at and around the block sizes that codecs like. */
export const shapes: readonly Shape[] = [
  [0, 0],
  [0, 1],
  [0, 7],
  [7, 0],
  [0, 100_000],
  [1, 1],
  [1, 2],
  [2, 1],
  [2, 2],
  [3, 5],
  [5, 3],
  [17, 33],
  [1, 1000],
  [1000, 1],
  [1, 7919],
  [7919, 1],
  [127, 63],
  ...[4, 5, 6, 7, 8, 10, 12, 13, 14, 16].flatMap(aroundPowerOfTwo),
];

/** More values than 22 bits count, and more rows than 20 bits count. */
export const hugeShapes: readonly Shape[] = [
  [1, 2 ** 22 + 3],
  [2 ** 20 + 1, 3],
];

function aroundPowerOfTwo(log2: number): Shape[] {
  return [-1, 0, 1].map((offset) => [1, 2 ** log2 + offset]);
}
