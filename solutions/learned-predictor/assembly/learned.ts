// Written by scripts/train.mjs from the bundled matrices, see learned.json. Not to be edited.

// @ts-ignore: decorator
@inline export const SHAPE_COUNT: usize = 3;

/** For each shape and each eighth of sigma the square root of the share of values at that distance, of 65535. */
export const shapeRoots: usize = memory.data<u8>([
  82, 81, 82, 78, 77, 73, 70, 66, 63, 56, 52, 47, 42, 37, 33, 28, 25, 20, 17, 15, 12, 10, 8, 6, 5, 4, 3, 3, 2, 2, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  81, 79, 79, 76, 75, 71, 68, 65, 62, 57, 53, 49, 44, 40, 36, 31, 29, 24, 21, 18, 16, 14, 12, 10, 8, 7, 6, 5, 4, 3, 3, 2,
  2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  102, 90, 88, 79, 77, 69, 64, 58, 55, 48, 44, 39, 34, 30, 28, 24, 22, 19, 17, 15, 14, 13, 11, 10, 9, 9, 8, 7, 6, 6, 5, 5,
  5, 5, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 2, 1, 2, 2, 2, 1, 7,
]);
