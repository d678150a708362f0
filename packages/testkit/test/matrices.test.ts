import { bitsView, classifyBits, countClasses, entropyReport, floatFromBits } from '@matrix-arena/bf16';
import { assertMatrix, xxh32 } from '@matrix-arena/contract';
import { describe, expect, it } from 'vitest';
import {
  contentMatrices,
  contentNames,
  hugeMatrices,
  makeMatrix,
  type NamedMatrix,
  patternMatrices,
  randomSource,
  shapeMatrices,
  specialMatrices,
  testMatrices,
} from '../src/matrices.ts';

function hashOf(matrices: Iterable<NamedMatrix>): number {
  const hashes = Array.from(matrices, ({ matrix }) => xxh32(matrix.bytes));
  return xxh32(new Uint8Array(Uint32Array.from(hashes).buffer));
}

describe('test matrices', () => {
  it('are the same on every machine, since golden frames and seeds of reports depend on them', () => {
    expect({
      patterns: hashOf(patternMatrices()),
      special: hashOf(specialMatrices()),
      shapes: hashOf(shapeMatrices()),
      contents: hashOf(contentMatrices()),
      huge: hashOf(hugeMatrices()),
    }).toMatchInlineSnapshot(`
      {
        "contents": 3177968798,
        "huge": 3882742378,
        "patterns": 2457567412,
        "shapes": 104395199,
        "special": 1490936802,
      }
    `);
  });

  it('are sound, differ by name, and stay small together', () => {
    const matrices = testMatrices();
    for (const { matrix } of matrices) assertMatrix(matrix, 'test');
    expect(new Set(matrices.map(({ name }) => name)).size).toBe(matrices.length);
    expect(matrices.reduce((sum, { matrix }) => sum + matrix.bytes.length, 0)).toBeLessThan(4e6);
  });

  it('hold every pattern once, and every NaN', () => {
    for (const { matrix } of patternMatrices()) expect(new Set(bitsView(matrix.bytes)).size).toBe(65_536);
    const nans = specialMatrices().find(({ name }) => name.startsWith('every NaN'));
    expect(countClasses(bitsView(nans?.matrix.bytes ?? new Uint8Array())).nan).toBe(254);
  });

  it.for(contentNames)('%s takes any shape and follows its seed', (content) => {
    for (const [rows, cols] of [
      [0, 0],
      [0, 3],
      [3, 0],
      [1, 1],
      [5, 3],
    ]) {
      assertMatrix(makeMatrix(content, rows, cols, 1), 'test');
    }
    expect(makeMatrix(content, 9, 7, 1)).toEqual(makeMatrix(content, 9, 7, 1));
  });
});

describe('contents look like what they stand for', () => {
  const bitsOf = (content: Parameters<typeof makeMatrix>[0]) =>
    bitsView(makeMatrix(content, 400, 64, 3).bytes);

  it('activations use a few exponents and the whole mantissa', () => {
    const report = entropyReport(makeMatrix('activations', 400, 64, 3).bytes);
    expect(report.exponent).toBeGreaterThan(2);
    expect(report.exponent).toBeLessThan(4);
    expect(report.mantissa).toBeGreaterThan(6.9);
  });

  it('gradients end in zero bits more often than not', () => {
    const bits = bitsOf('gradients');
    const evenShare = bits.filter((value) => value % 2 === 0).length / bits.length;
    expect(evenShare).toBeGreaterThan(0.6);
    expect(evenShare).toBeLessThan(0.8);
  });

  it('sparse and zero rows are mostly and partly zero', () => {
    const zeroShare = (content: 'sparse' | 'zero-rows') => {
      const bits = bitsOf(content);
      return bits.filter((value) => classifyBits(value) === 'zero').length / bits.length;
    };
    expect(zeroShare('sparse')).toBeCloseTo(0.9, 1);
    expect(zeroShare('zero-rows')).toBeCloseTo(1 / 3, 1);
  });

  it('slices are near the slice before', () => {
    const bits = bitsOf('accumulating-slices');
    const sliceValues = bits.length / 4;
    let increments = 0;
    let values = 0;
    for (let i = sliceValues; i < bits.length; i++) {
      increments += (floatFromBits(bits[i]) - floatFromBits(bits[i - sliceValues])) ** 2;
      values += floatFromBits(bits[i]) ** 2;
    }
    expect(increments / values).toBeLessThan(0.02);
  });
});

it('random numbers have the mean and variance they promise', () => {
  const { normal, below } = randomSource(1);
  const values = Array.from({ length: 20_000 }, normal);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(variance).toBeCloseTo(1, 1);
  expect(new Set(Array.from({ length: 200 }, () => below(3)))).toEqual(new Set([0, 1, 2]));
});
