import { ArenaError } from '@matrix-arena/contract';

/** Middle value, or the mean of the two middle ones. The order of the samples does not matter. */
export function median(samples: readonly number[]): number {
  assertSamples('median', samples);
  const sorted = Float64Array.from(samples).sort();
  const half = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Arithmetic mean. */
export function mean(samples: readonly number[]): number {
  assertSamples('mean', samples);
  return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}

function assertSamples(what: string, samples: readonly number[]): void {
  if (samples.length > 0 && samples.every(Number.isFinite)) return;
  throw new ArenaError('bad-format', {
    what,
    expected: 'at least one finite sample',
    got: samples.length === 0 ? 'none' : samples.join(', '),
    hint: 'measure again',
  });
}
