import { expect, it } from 'vitest';
import { count, counted, fixed, megabytesPerSecond, none } from '../src/app/format.ts';

it('shows a dash where there is no figure', () => {
  expect([fixed(null, 2), count(null), megabytesPerSecond(null)]).toEqual([none, none, none]);
});

it('shows as many digits as it is told', () => {
  expect([fixed(0.12345, 3), fixed(2, 0)]).toEqual(['0.123', '2']);
});

it('groups digits', () => {
  expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1\u202f000', '1\u202f234\u202f567']);
});

it('shows three significant digits of a throughput at least', () => {
  expect([40_000, 999_600, 4_560_000, 12_340_000].map(megabytesPerSecond)).toEqual([
    '0.0400',
    '1.00',
    '4.56',
    '12.3',
  ]);
  expect([99_900_000, 99_960_000, 100_000_000, 1_234_500_000].map(megabytesPerSecond)).toEqual([
    '99.9',
    '100',
    '100',
    '1235',
  ]);
});

it('counts one and many', () => {
  expect([0, 1, 2000].map((number) => counted(number, 'matrix', 'matrices'))).toEqual([
    '0 matrices',
    '1 matrix',
    '2\u202f000 matrices',
  ]);
});
