import { describe, expect, it } from 'vitest';
import { byteHistogram, classifyBits, countClasses, entropyBits, entropyReport } from '../src/index.ts';

const bytesOf = (...bits: number[]): Uint8Array => new Uint8Array(Uint16Array.from(bits).buffer);

describe('classes', () => {
  it.each([
    [0x0000, 'zero'],
    [0x8000, 'zero'],
    [0x0001, 'subnormal'],
    [0x807f, 'subnormal'],
    [0x0080, 'normal'],
    [0x7f7f, 'normal'],
    [0x7f80, 'infinity'],
    [0xff80, 'infinity'],
    [0x7f81, 'nan'],
    [0xffc0, 'nan'],
  ])('%i is %s', (bits, name) => {
    expect(classifyBits(bits)).toBe(name);
  });

  it('counts all 65 536 patterns', () => {
    const counts = countClasses(Uint16Array.from({ length: 65_536 }, (_, i) => i));
    expect(counts).toEqual({
      zero: 2,
      subnormal: 254,
      normal: 2 * 254 * 128,
      infinity: 2,
      nan: 254,
      negativeZero: 1,
    });
  });
});

describe('entropyBits', () => {
  it.each([
    ['no symbol', [], 0],
    ['one symbol', [7], 0],
    ['a fair coin', [5, 5], 1],
    ['three to one', [3, 1], 0.811278],
    ['256 equal symbols', new Array(256).fill(9), 8],
  ])('%s', (_, counts, bits) => {
    expect(entropyBits(Uint32Array.from(counts))).toBeCloseTo(bits, 6);
  });
});

describe('entropyReport', () => {
  it('of all patterns once: every bit is needed', () => {
    const report = entropyReport(bytesOf(...Array.from({ length: 65_536 }, (_, i) => i)));
    for (const [field, bits] of Object.entries({
      sign: 1,
      exponent: 8,
      mantissa: 7,
      lowByte: 8,
      highByte: 8,
    })) {
      expect(report[field as keyof typeof report]).toBeCloseTo(bits, 9);
    }
    expect(report.planesBound).toBeCloseTo(16, 9);
    expect(report.givenExponentBound).toBeCloseTo(16, 9);
    expect(report.valueBound).toBeCloseTo(16, 9);
  });

  it('of one value: nothing is needed', () => {
    const report = entropyReport(bytesOf(0x3f80, 0x3f80, 0x3f80));
    expect(Object.values(report)).toEqual(new Array(10).fill(0));
  });

  it('shows what the exponent tells of the mantissa', () => {
    // Exponent 127 comes with mantissa 0, exponent 128 with mantissa 1: together one bit, apart two.
    const report = entropyReport(bytesOf(0x3f80, 0x4001, 0x3f80, 0x4001));
    expect(report.planesBound).toBeCloseTo(2, 9);
    expect(report.givenExponentBound).toBeCloseTo(1, 9);
    expect(report.mantissaGivenExponent).toBeCloseTo(0, 9);
    expect(report.valueBound).toBeCloseTo(1, 9);
  });

  it('shows what the exponent tells of the sign', () => {
    // Exponent 127 is always positive, exponent 128 is of either sign: half a bit per value is left of 0.81.
    const { sign, signGivenExponent, exponent, givenExponentBound } = entropyReport(
      bytesOf(0x3f80, 0x3f80, 0x4000, 0xc000),
    );
    expect(sign).toBeCloseTo(0.811278, 6);
    expect(signGivenExponent).toBeCloseTo(0.5, 9);
    expect(givenExponentBound).toBeCloseTo(exponent + 0.5, 9);
  });

  it('no context makes a plane larger', () => {
    const random = Array.from({ length: 5000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 17);
    const report = entropyReport(bytesOf(...random));
    expect(report.signGivenExponent).toBeLessThanOrEqual(report.sign);
    expect(report.mantissaGivenExponent).toBeLessThanOrEqual(report.mantissa);
    expect(report.givenExponentBound).toBeLessThan(report.planesBound);
  });

  it('of nothing is 0', () => {
    expect(entropyReport(new Uint8Array(0)).planesBound).toBe(0);
  });
});

it('byteHistogram counts bytes', () => {
  const histogram = byteHistogram(Uint8Array.of(3, 3, 255));
  expect([histogram[3], histogram[255], histogram.reduce((sum, count) => sum + count, 0)]).toEqual([2, 1, 3]);
});
