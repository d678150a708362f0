import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyByte, expectSame, guarded, property } from './kernel-helpers.ts';
import { kernels, put, u8At } from './kernels.ts';
import { pairExponents, splitPairs } from './reference/pairs.ts';

describe('pairs of exponents', () => {
  function pair(exponents: Uint8Array, base: number) {
    const run = guarded(exponents.length);
    new Uint8Array(kernels.memory.buffer).set(exponents, run.at);
    const escapes = guarded(exponents.length);
    const end = kernels.pairExponents(run.at, exponents.length, base, escapes.at);
    run.expectGuards();
    escapes.expectGuards();
    return { pairs: u8At(run.at, exponents.length / 2), escapes: u8At(escapes.at, end - escapes.at) };
  }

  /** Also how many escapes were taken. */
  function split(pairs: Uint8Array, escapes: Uint8Array, base: number) {
    const exponents = guarded(2 * pairs.length);
    const escapesAt = put(escapes);
    const end = kernels.splitPairs(put(pairs), exponents.at, 2 * pairs.length, base, escapesAt);
    exponents.expectGuards();
    return { exponents: u8At(exponents.at, 2 * pairs.length), taken: end - escapesAt };
  }

  const bases = fc.oneof(fc.constantFrom(2, 14, 15, 16, 256), fc.integer({ min: 2, max: 256 }));
  const groups = bases.chain((base) => {
    const near = fc.integer({ min: Math.max(0, base - 17), max: Math.min(255, base + 1) });
    const exponent = fc.oneof(near, near, fc.constant(0), anyByte);
    const group = fc.array(exponent, { minLength: 32, maxLength: 32 });
    return fc.tuple(fc.constant(base), fc.array(group, { maxLength: 4 }));
  });

  it('are those of the reference, and split again', () => {
    property(groups, ([base, exponentsOfGroups]) => {
      const exponents = Uint8Array.from(exponentsOfGroups.flat());
      const expected = pairExponents(exponents, base);
      const { pairs, escapes } = pair(exponents, base);
      expectSame(pairs, expected.pairs);
      expectSame(escapes, expected.escapes);
      expect(splitPairs(expected, base)).toEqual(exponents);
      expect(split(pairs, escapes, base)).toEqual({ exponents, taken: escapes.length });
    });
  });

  it('split from any bytes', () => {
    const cases = fc.tuple(bases, fc.uint8Array({ minLength: 64, maxLength: 64 }));
    property(cases, ([base, pairs]) => {
      const escapes = Uint8Array.from({ length: 128 }, (_, i) => i);
      expectSame(split(pairs, escapes, base).exponents, splitPairs({ pairs, escapes }, base));
    });
  });
});
