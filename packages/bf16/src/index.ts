export type { ValueClass, ValueClassCounts } from './classes.ts';
export { classifyBits, countClasses, valueClasses } from './classes.ts';
export type { EntropyReport } from './entropy.ts';
export { byteHistogram, entropyBits, entropyReport } from './entropy.ts';
export { mergeBytePlanes, splitBytePlanes } from './planes.ts';
export type { Bf16Bits } from './views.ts';
export { bitsFromFloat, bitsView, floatFromBits, matrixFromBits } from './views.ts';
