import { type RandomSource, randomSource } from '@matrix-arena/testkit/matrices';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyByte, expectSame, guarded, property, seeds } from './kernel-helpers.ts';
import { kernels, releaseAll, u32At } from './kernels.ts';
import {
  bitModels,
  bits,
  codeByReference,
  copy,
  type Decision,
  decisionLists,
  decodeByKernel,
  decodeByReference,
  encodeByKernel,
  even,
  expectSameCoding,
  firstModels,
  modelCount,
  pack,
  uniforms,
} from './kernels-range-coder-cases.ts';
import { type Fraction, RangeEncoder } from './reference/range-coder.ts';

describe('range coder', () => {
  it('gives all models even odds to begin with', () => {
    const models = guarded(4 * modelCount);
    kernels.resetModels(models.at, modelCount);
    models.expectGuards();
    expectSame(u32At(models.at, modelCount), pack(even));
  });

  it('is that of the reference in both directions', () => {
    property(
      fc.tuple(decisionLists, firstModels),
      ([decisions, first]) => {
        expectSameCoding(decisions, first);
      },
      300,
    );
  });

  it('takes four bytes for nothing at all', () => {
    releaseAll();
    expect([...expectSameCoding([], even)]).toEqual([0, 0, 0, 0]);
    expect([...expectSameCoding([{ kind: 'uniform', size: 1, value: 0 }], even)]).toEqual([0, 0, 0, 0]);
  });

  it('codes every signed number', () => {
    const all = Array.from({ length: 65_535 }, (_, i): Decision => ({ kind: 'signed', value: i - 32_767 }));
    for (let i = 0; i < all.length; i += 1024) {
      releaseAll();
      expectSameCoding(all.slice(i, i + 1024), even);
    }
  });

  it('codes every number of the largest size', () => {
    for (const size of [65_535, 65_536]) {
      const decisions = Array.from(
        { length: 1024 },
        (_, i): Decision => ({ kind: 'uniform', size, value: Math.min(64 * i + (i % 64), size - 1) }),
      );
      releaseAll();
      const stream = expectSameCoding([...decisions, { kind: 'uniform', size, value: size - 1 }], even);
      expect(stream.length - 2 * 1025).toBeLessThan(20);
    }
  });

  it.each([0, 1])('goes to the end of probabilities and back, first with %i', (often) => {
    releaseAll();
    const run = (value: number, length: number): Decision[] =>
      Array.from({ length }, () => ({ kind: 'bit', model: 0, value }));
    const decisions = [
      ...run(often, 3000),
      ...run(1 - often, 3),
      ...run(often, 500),
      ...run(1 - often, 3000),
    ];
    const stream = expectSameCoding(decisions, even);
    expect(stream.length).toBeLessThan(150);
    const cell = encodeByKernel(run(often, 3000), even).models[0] ?? 0;
    const probability = cell >>> 16;
    expect(cell & 0xffff).toBe(60);
    expect(often === 0 ? 65_536 - probability : probability).toBeLessThan(120);
  });

  /** Decisions, so many, that keep a number inside the interval; then, if so wanted, one that leaves it below. */
  function steer(target: Fraction, count: number, isLeftBelow: boolean, random: RandomSource): Decision[] {
    const models = copy(even);
    const encoder = new RangeEncoder();
    const decisions: Decision[] = [];
    const take = (decision: Decision): void => {
      codeByReference(encoder, models, decision);
      decisions.push(decision);
    };
    for (let i = 0; i < count; i++) {
      const distance = encoder.distanceTo(target);
      const size = 1 + random.below(65_536);
      const value = Math.floor(distance / Math.floor(encoder.width / size));
      // What is left over when the interval is cut into parts belongs to none of them.
      if (random.below(2) === 0 && value < size) take({ kind: 'uniform', size, value });
      else {
        const model = random.below(bitModels);
        const bound = Math.floor(encoder.width / 65_536) * (models[model]?.probability ?? 0);
        take({ kind: 'bit', model, value: distance < bound ? 0 : 1 });
      }
    }
    const size = 65_536;
    const value = 1 + Math.floor(encoder.distanceTo(target) / Math.floor(encoder.width / size));
    if (isLeftBelow && value < size) take({ kind: 'uniform', size, value });
    return decisions;
  }

  function longestRun(stream: Uint8Array, byte: number): number {
    let run = 0;
    let longest = 0;
    for (const each of stream) {
      run = each === byte ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  it.each([
    ['what follows decides upon', false, [0xff, 0]],
    ['are carried into', true, [0]],
  ])('holds back long runs of 0xff, which %s', (_, isCarried, bytes) => {
    const longest: number[] = [];
    const cases = fc.tuple(
      fc.array(anyByte, { maxLength: 6 }),
      fc.integer({ min: 1, max: 255 }),
      fc.integer({ min: 0, max: 150 }),
      seeds,
      fc.array(fc.oneof(bits, uniforms), { maxLength: 20 }),
    );
    property(cases, ([before, last, count, from, more]) => {
      // Just below so many bytes with nothing but zeros behind them, or just that.
      const digits = [...before, last, ...new Array<number>(400).fill(0)];
      const whole = digits.reduce((sum, digit) => 256n * sum + BigInt(digit), 0n);
      const target = {
        numerator: isCarried ? whole : whole - 1n,
        denominator: 256n ** BigInt(digits.length),
      };
      const decisions = steer(target, count, isCarried, randomSource(from));
      const stream = expectSameCoding([...decisions, ...more], even);
      for (const byte of [0, 0xff]) longest[byte] = Math.max(longest[byte] ?? 0, longestRun(stream, byte));
    });
    for (const byte of bytes) expect(longest[byte]).toBeGreaterThan(50);
  });

  it('decodes any bytes to what the reference makes of them', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .tuple(fc.constantFrom(0, 255), fc.nat({ max: 40 }))
        .map(([byte, length]) => new Uint8Array(length).fill(byte)),
    );
    property(
      fc.tuple(bytes, decisionLists, firstModels),
      ([stream, decisions, first]) => {
        const decoded = decodeByKernel(stream, decisions, first);
        const expected = decodeByReference(stream, decisions, first);
        expectSame(decoded.values, expected.values);
        expectSame(decoded.models, expected.models);
        expect(decoded.cursor).toBe(expected.cursor);
        decisions.forEach((decision, i) => {
          const value = decoded.values[i] ?? Number.NaN;
          if (decision.kind === 'uniform') expect(value).toBeLessThan(decision.size);
          else expect(Math.abs(value)).toBeLessThanOrEqual(32_767);
        });
      },
      200,
    );
  });
});
