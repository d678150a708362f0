import { afterEach, describe, expect, it } from 'vitest';
import { f32At, jobField, kernels, releaseAll } from './kernels.ts';
import { lowRankBlock, seed } from './kernels-rows-cases.ts';
import {
  chooseCoefficients,
  extendBasis,
  mostVectors,
  predictByBasis,
  startBasis,
} from './reference/basis.ts';
import {
  type Block,
  differences,
  floatOf,
  hasBasis,
  makeBlock,
  masked,
  place,
  wordOf,
} from './reference/columns.ts';
import { predictRow } from './reference/predict.ts';

const basis = ['vectors', 'basisWeights', 'inverseWeights'] as const;

/** The kernel's vectors, so many, each with what lies behind its last column. */
function kernelVectors({ stride }: Block, count: number): Float32Array[] {
  return Array.from({ length: count }, (_, i) => f32At(jobField('vectors') + 4 * i * stride, stride));
}

function exactProduct(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, x, c) => sum + x * b[c], 0);
}

/** Predicts and extends over all rows in the kernel. */
function extendOverRows(block: Block): void {
  const job = place(block);
  kernels.startBasis(job);
  for (let row = 0; row < block.rows; row++) {
    kernels.predictRow(job, row);
    kernels.predictByBasis(job, row);
    kernels.extendBasis(job, row);
  }
}

afterEach(releaseAll);

const shapes = [
  [1, 1],
  [9, 3],
  [20, 16],
  [30, 37],
  [40, 130],
] as const;

describe(`the basis, seed ${seed}`, () => {
  it.each(shapes)('startBasis, predictByBasis and extendBasis, row by row, %i x %i', (rows, cols) => {
    const block = lowRankBlock(rows, cols, 3, 1);
    const job = place(block);
    kernels.startBasis(job);
    startBasis(block);
    for (let row = 0; row < rows; row++) {
      kernels.predictRow(job, row);
      predictRow(block, row);
      kernels.predictByBasis(job, row);
      predictByBasis(block, row);
      expect(differences(block, ['predictions']), `row ${row}`).toEqual([]);
      kernels.extendBasis(job, row);
      extendBasis(block, row);
      expect(differences(block, basis), `row ${row}`).toEqual([]);
    }
    // Of more rows than columns it depends on rounding.
    if (rows <= cols || cols >= mostVectors) expect(block.vectorCount).toBe(Math.min(mostVectors, rows));
  });

  it('is orthonormal, and nothing lies behind the last column', () => {
    for (const cols of [37, 65, 130, 1000]) {
      const block = lowRankBlock(40, cols, 3, 1);
      extendOverRows(block);
      const vectors = kernelVectors(block, mostVectors);
      for (const [i, vector] of vectors.entries()) {
        for (const [j, other] of vectors.entries()) {
          const off = exactProduct(vector, other) - (i === j ? 1 : 0);
          expect(Math.abs(off), `${cols} columns, ${i} and ${j}`).toBeLessThan(1e-3);
        }
        expect(vector.subarray(cols).every((x) => x === 0)).toBe(true);
      }
    }
  });

  it('is the same whatever the memory held', () => {
    const [first, second] = [0, Number.NaN].map((junk) => {
      const block = lowRankBlock(40, 70, 3, 1);
      block.vectors.fill(junk);
      block.left.fill(junk);
      block.basisSum.fill(junk);
      extendOverRows(block);
      return kernelVectors(block, mostVectors);
    });
    expect(second).toEqual(first);
  });

  it('keeps weights within float32', () => {
    const block = makeBlock(new Uint16Array(6), 1, 6);
    block.columnScales.set([-700, -501, -500, 500, 501, 700]);
    for (const scaleBase of [-512, -3, 0, 511]) {
      block.scaleBase = scaleBase;
      kernels.startBasis(place(block));
      startBasis(block);
      expect(differences(block, basis), `${scaleBase}`).toEqual([]);
      expect(block.basisWeights.every((weight) => weight >= 2 ** -125 && weight <= 2 ** 125)).toBe(true);
    }
  });

  it('takes no vector from rows that leave nothing, or more than float32 squares', () => {
    for (const x of [0, 2 ** -60, 2 ** 60]) {
      const block = makeBlock(new Uint16Array(3 * 20).fill(wordOf(x) >>> 16), 3, 20);
      block.floats.fill(1, 40);
      block.coefficients.fill(1);
      const job = place(block);
      kernels.startBasis(job);
      startBasis(block);
      for (let row = 0; row < 3; row++) {
        kernels.predictRow(job, row);
        predictRow(block, row);
        kernels.extendBasis(job, row);
        extendBasis(block, row);
      }
      expect(block.vectorCount, `${x}`).toBe(1);
      // Only vectors that are taken predict.
      kernels.predictByBasis(job, 0);
      predictByBasis(block, 0);
      expect(differences(block, ['predictions']), `${x}`).toEqual([]);
    }
  });

  it.each([
    // 20 squares of x: energies on both sides of 1e-30 and of 1e30.
    [0.98 * 1e-15, 0],
    [1.02 * 1e-15, 1],
    [0.98 * 1e15, 1],
    [1.02 * 1e15, 0],
  ])('takes vectors of energies from 1e-30 to 1e30, of a row of %f / sqrt(20)', (norm, count) => {
    const block = makeBlock(new Uint16Array(20), 1, 20);
    block.floats.fill(norm / Math.sqrt(20));
    const job = place(block);
    kernels.startBasis(job);
    startBasis(block);
    kernels.predictRow(job, 0);
    predictRow(block, 0);
    kernels.extendBasis(job, 0);
    extendBasis(block, 0);
    expect(differences(block, basis)).toEqual([]);
    expect(block.vectorCount).toBe(count);
    // The kernel's own count shows in what it predicts.
    block.coefficients.fill(3);
    const again = place(block);
    kernels.predictRow(again, 0);
    kernels.predictByBasis(again, 0);
    predictRow(block, 0);
    predictByBasis(block, 0);
    expect(differences(block, ['predictions'])).toEqual([]);
  });

  it('takes no vector from a row that earlier ones hold but for rounding errors', () => {
    const block = lowRankBlock(4, 130, 2, 1);
    block.means.fill(0);
    block.rowKinds.fill(0);
    block.floats.copyWithin(2 * 130, 0, 130);
    const job = place(block);
    kernels.startBasis(job);
    startBasis(block);
    const counts = [0, 1, 2, 3].map((row) => {
      kernels.predictRow(job, row);
      predictRow(block, row);
      kernels.extendBasis(job, row);
      extendBasis(block, row);
      expect(differences(block, basis), `row ${row}`).toEqual([]);
      return block.vectorCount;
    });
    expect(counts).toEqual([1, 2, 2, 3]);
  });
});

describe(`chooseBasis, seed ${seed}`, () => {
  const free = 2;

  function choose(block: Block, level: number, valueCount: number): number {
    kernels.setPrice(level, valueCount);
    kernels.chooseBasis(place(block));
    return jobField('flags') & hasBasis;
  }

  it.each([
    [100, 80, 1],
    [200, 70, 4],
    [90, 131, 12],
  ])('finds a structure of low rank, %i x %i, rank %i', (rows, cols, rank) => {
    const block = lowRankBlock(rows, cols, rank, 0.1);
    block.coefficients.fill(0);
    expect(choose(block, free, rows * cols)).toBe(hasBasis);
    chooseCoefficients(block);
    expect(differences(block, ['coefficients', 'rowScales'])).toEqual([]);
    expect(block.coefficients.some((steps) => steps !== 0)).toBe(true);
  });

  it('leaves out rows that are out of range', () => {
    const block = lowRankBlock(200, 70, 4, 0.1);
    block.coefficients.fill(0);
    block.rowKinds.fill(0);
    for (const row of [0, 5, 30, 40, 150]) {
      for (let c = 0; c < 70; c++) {
        const bits = row === 40 ? wordOf(block.means[c]) >>> 16 : (220 << 7) + c;
        block.values[row * 70 + c] = bits;
        block.floats[row * 70 + c] = row === 40 ? block.means[c] : floatOf(bits);
      }
    }
    expect(choose(block, free, 200 * 70)).toBe(hasBasis);
    chooseCoefficients(block);
    expect(differences(block, ['coefficients', 'rowScales'])).toEqual([]);
    const isZero = (row: number): boolean =>
      block.coefficients.subarray(16 * row, 16 * (row + 1)).every((steps) => steps === 0);
    expect([30, 40, 150, 31, 151].map(isZero)).toEqual([true, true, true, false, false]);
  });

  it('does not see one in white noise, in few rows or columns, or under a mask', () => {
    const cases = {
      // Without references, which would be a structure.
      noise: { ...lowRankBlock(200, 80, 0, 1), rowKinds: new Uint8Array(200) },
      rows: lowRankBlock(63, 80, 2, 0.1),
      columns: lowRankBlock(200, 64, 2, 0.1),
      mask: { ...lowRankBlock(200, 80, 2, 0.1), flags: masked },
    };
    for (const [name, block] of Object.entries(cases)) {
      block.coefficients.fill(0);
      const before = block.flags;
      expect(choose(block, free, 1), name).toBe(0);
      expect(differences({ ...block, flags: before }, ['coefficients', 'rowScales', 'flags']), name).toEqual(
        [],
      );
    }
  });

  it('leaves it where time is worth more', () => {
    const fast = 0;
    expect(choose(lowRankBlock(100, 80, 1, 0.1), fast, 8000)).toBe(0);
  });
});
