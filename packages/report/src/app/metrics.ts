import { fixed, megabytesPerSecond } from '@matrix-arena/page/app';
import type { SizeAndSpeed } from '../data/types.ts';
import { score } from './format.ts';

/** A figure that the heat map can show. */
export interface Metric {
  readonly key: 'score' | keyof SizeAndSpeed;
  readonly label: string;
  readonly isHigherBetter: boolean;
  readonly format: (value: number | null) => string;
}

export const metrics: readonly Metric[] = [
  { key: 'score', label: 'Score', isHigherBetter: true, format: score },
  { key: 'ratio', label: 'Ratio', isHigherBetter: true, format: (value) => fixed(value, 3) },
  { key: 'bitsPerValue', label: 'Bits/value', isHigherBetter: false, format: (value) => fixed(value, 2) },
  { key: 'compressThroughput', label: 'Compress MB/s', isHigherBetter: true, format: megabytesPerSecond },
  { key: 'decompressThroughput', label: 'Decompress MB/s', isHigherBetter: true, format: megabytesPerSecond },
];

/** Shades of the heat map, from the worst to the best. */
export const shadeCount = 9;

/** The shade of a value between the worst and the best; the middle one where all are equal. */
export function shadeOf(value: number, worst: number, best: number): number {
  if (worst === best) return (shadeCount - 1) / 2;
  return Math.round(((value - worst) / (best - worst)) * (shadeCount - 1));
}
