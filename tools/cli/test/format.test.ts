import { expect, it } from 'vitest';
import { megabytesPerSecond } from '../src/format.ts';

it('shows three significant digits of a throughput at least', () => {
  const shown = [40_000, 4_560_000, 12_340_000, 99_960_000, 1_234_500_000].map(megabytesPerSecond);
  expect(shown).toEqual(['0.0400', '4.56', '12.3', '100', '1235']);
  expect(megabytesPerSecond(null)).toBe('–');
});
