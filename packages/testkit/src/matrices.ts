export type { ContentName } from './matrices/contents.ts';
export { contentNames, makeMatrix } from './matrices/contents.ts';
export type { NamedMatrix } from './matrices/named.ts';
export {
  contentMatrices,
  defaultSeed,
  hugeMatrices,
  patternMatrices,
  shapeMatrices,
  specialMatrices,
  testMatrices,
} from './matrices/named.ts';
export type { RandomSource } from './matrices/random.ts';
export { randomSource } from './matrices/random.ts';
