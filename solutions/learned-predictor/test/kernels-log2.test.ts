import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectSame, property } from './kernel-helpers.ts';
import { kernels } from './kernels.ts';
import { log2, powerOfQuarter } from './reference/log2.ts';

describe('log2', () => {
  const normals = fc
    .tuple(
      fc.integer({ min: -1022, max: 1023 }),
      fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }),
    )
    .map(([exponent, mantissa]) => mantissa * 2 ** exponent);

  it('is that of the reference, to the last bit', () => {
    property(normals, (x) => expect(kernels.log2(x)).toBe(log2(x)), 1000);
  });

  it('is off by at most 0.00015', () => {
    let most = 0;
    for (let i = 0; i < 20_000; i++) {
      const x = 2 ** ((i % 61) - 30) * (1 + i / 20_000);
      most = Math.max(most, Math.abs(kernels.log2(x) - Math.log2(x)));
    }
    expect(most).toBeLessThan(0.00015);
  });

  it('is exact at powers of two', () => {
    const powers = Array.from({ length: 2046 }, (_, i) => i - 1022);
    expectSame(
      powers.map((n) => kernels.log2(2 ** n)),
      powers,
    );
  });
});

describe('powerOfQuarter', () => {
  const all = Array.from({ length: 8001 }, (_, i) => i - 4000);

  it('is that of the reference, to the last bit', () => {
    expectSame(
      all.map((n) => kernels.powerOfQuarter(n)),
      all.map(powerOfQuarter),
    );
  });

  it('is as near as float64 comes', () => {
    // 2^0.25 is not exact either.
    const errors = all.map((n) => Math.abs(kernels.powerOfQuarter(n) / 2 ** (n / 4) - 1));
    expect(Math.max(...errors)).toBeLessThan(4e-16);
  });
});
