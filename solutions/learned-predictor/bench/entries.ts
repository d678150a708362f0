import { valueCount } from './data.ts';
import type { BenchEntry } from './measure.ts';

/** Values that a reference takes at a time, if nothing else is said. */
export const slice = 1 << 15;

export function perValue(
  name: string,
  kernel: () => unknown,
  reference: () => unknown,
  values = valueCount,
  referenceValues = slice,
): BenchEntry {
  return { name, bytesPerValue: 2, values, kernel, referenceValues, reference };
}

export function perCall(name: string, kernel: () => unknown, reference: () => unknown): BenchEntry {
  return { name, bytesPerValue: 0, values: 1, kernel, referenceValues: 1, reference };
}
