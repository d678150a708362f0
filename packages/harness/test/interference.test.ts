import { expect, it } from 'vitest';
import { interferenceOf, threadsWithoutHarm } from '../src/interference.ts';

/** Fifteen rounds around a ratio, up to so much to both sides. */
function rounds(ratio: number, spread: number): number[] {
  return Array.from({ length: 15 }, (_, i) => ratio + (spread * (i - 7)) / 7);
}

const threadsFor = (...measured: number[][]): number =>
  threadsWithoutHarm(measured.map((ratios, i) => interferenceOf('demo', 8 >> i, ratios)));

it('the largest number of workers that is shown to do no harm is taken', () => {
  expect(threadsFor(rounds(1.2, 0.01), rounds(1.01, 0.01), rounds(1, 0.01))).toBe(4);
  expect(threadsFor(rounds(1.2, 0.01), rounds(1.04, 0.001))).toBe(1);
  expect(threadsFor()).toBe(1);
});

it('what is too noisy to tell is taken for harm', () => {
  expect(threadsFor(rounds(1, 0.2))).toBe(1);
  expect(threadsFor(rounds(0.7, 0.01))).toBe(1);
});

it('gives the interval of the median', () => {
  expect(interferenceOf('demo', 2, rounds(8, 7))).toEqual({
    solution: 'demo',
    threads: 2,
    slowDown: 8,
    slowDownLow: 4,
    slowDownHigh: 12,
  });
});
