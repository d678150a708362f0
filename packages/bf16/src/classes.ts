import type { Bf16Bits } from './views.ts';

/** What a bit pattern stands for; the sign is not looked at. */
export const valueClasses = ['zero', 'subnormal', 'normal', 'infinity', 'nan'] as const;
export type ValueClass = (typeof valueClasses)[number];

/** Number of values of each class, with the two zeros told apart. */
export type ValueClassCounts = Record<ValueClass | 'negativeZero', number>;

export function classifyBits(bits: number): ValueClass {
  const exponent = (bits >>> 7) & 0xff;
  const mantissa = bits & 0x7f;
  if (exponent === 0) return mantissa === 0 ? 'zero' : 'subnormal';
  if (exponent === 0xff) return mantissa === 0 ? 'infinity' : 'nan';
  return 'normal';
}

/** Counts the classes of all values. `zero` counts both zeros, `negativeZero` those with the sign bit. */
export function countClasses(bits: Bf16Bits): ValueClassCounts {
  const counts: ValueClassCounts = { zero: 0, subnormal: 0, normal: 0, infinity: 0, nan: 0, negativeZero: 0 };
  for (let i = 0; i < bits.length; i++) {
    counts[classifyBits(bits[i])]++;
    if (bits[i] === 0x8000) counts.negativeZero++;
  }
  return counts;
}
