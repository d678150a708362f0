import { makeMatrix, randomSource } from '@matrix-arena/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { f32At, kernels, put, releaseAll, room } from './kernels.ts';
import {
  type Block,
  deviate,
  differences,
  f,
  floatOf,
  makeBlock,
  masked,
  place,
  rowCopy,
  rowZero,
  sumColumns,
} from './reference/columns.ts';
import { setRowScales, sumRemainders } from './reference/scales.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);
const contents = ['activations', 'sparse', 'zero-rows', 'near-copies', 'gradients', 'random-bits'] as const;
const shapes = [
  [1, 1],
  [3, 2],
  [7, 5],
  [20, 16],
  [33, 39],
  [60, 100],
  [700, 6],
] as const;

/** Blocks of all contents and shapes, with and without a mask, and with means and weights of columns. */
const blocks = contents.flatMap((content) => shapes.map(([rows, cols]) => ({ content, rows, cols })));

function blockOf({ content, rows, cols }: (typeof blocks)[number]): Block {
  const random = randomSource(seed);
  const values = new Uint16Array(makeMatrix(content, rows, cols, seed).bytes.slice().buffer);
  const block = makeBlock(values, rows, cols);
  block.flags = random.below(2) * masked;
  for (let c = 0; c < cols; c++) {
    block.means[c] = random.below(4) === 0 ? 0 : 0.3 * random.normal();
    block.weights[c] = random.below(8) === 0 ? 0 : random.scale(6);
  }
  return block;
}

/** Rows with references of every gain, copies among them, as the search might have left them. */
function deviatedBlockOf(kind: (typeof blocks)[number]): Block {
  const block = blockOf(kind);
  deviate(block);
  const random = randomSource(seed + 1);
  for (let row = 1; row < block.rows; row++) {
    if (block.rowKinds[row] === rowZero) continue;
    block.rowKinds[row] = random.below(rowCopy + 1);
    block.references[row] = block.rowKinds[row] === 0 ? 0 : random.below(row);
  }
  return block;
}

afterEach(releaseAll);

describe(`columns, seed ${seed}`, () => {
  it('convertToFloats takes every pattern as its number, and what is huge as zero', () => {
    const values = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
    const floats = room(4 * values.length, 64, 0xff);
    expect(kernels.convertToFloats(put(values), floats, values.length)).toBe(0xffff);
    const got = f32At(floats, values.length);
    const wrong = values.findIndex((bits) => !Object.is(got[bits], floatOf(bits)));
    expect(wrong).toBe(-1);
    expect([got[0x3f80], got[0xc040], got[0x8001], got[0x7f80], got[0xffff], got[228 << 7]]).toEqual([
      1,
      -3,
      -(2 ** -133),
      0,
      0,
      0,
    ]);
  });

  it('convertToFloats returns the or of all bits, at every length', () => {
    const random = randomSource(seed);
    for (let count = 1; count <= 40; count++) {
      const values = Uint16Array.from({ length: count }, () => random.uint32() & random.uint32() & 0x9fff);
      const any = kernels.convertToFloats(put(values), room(4 * count), count);
      expect(any, `${count} values`).toBe(values.reduce((sum, bits) => sum | bits, 0));
    }
  });

  it.each(blocks)('sumColumns, $content $rows x $cols', (kind) => {
    for (const rowStep of [1, 3]) {
      const block = blockOf(kind);
      kernels.sumColumns(place(block), rowStep, f(0.3));
      sumColumns(block, rowStep, 0.3);
      expect(differences(block, ['columnSums', 'columnSquares', 'columnCounts'])).toEqual([]);
    }
  });

  it.each(blocks)('deviate, $content $rows x $cols', (kind) => {
    const block = blockOf(kind);
    kernels.deviate(place(block));
    deviate(block);
    expect(differences(block, ['deviations', 'energies', 'rowKinds'])).toEqual([]);
  });

  it('keeps numbers within 2^20, and so sums of squares finite', () => {
    const random = randomSource(seed);
    const [rows, cols] = [600, 37];
    const values = Uint16Array.from({ length: rows * cols }, () => random.uint32() & 0xffff);
    const block = makeBlock(values, rows, cols);
    for (let c = 0; c < cols; c++) block.weights[c] = random.scale(20);
    const job = place(block);
    kernels.sumColumns(job, 2, 2 ** 10);
    sumColumns(block, 2, 2 ** 10);
    kernels.deviate(job);
    deviate(block);
    expect(differences(block, ['columnSums', 'columnSquares', 'deviations', 'energies'])).toEqual([]);
    kernels.sumRemainders(job);
    sumRemainders(block);
    expect(differences(block, ['remainders', 'presentCounts', 'columnSquares', 'countedRows'])).toEqual([]);
    expect(block.countedRows).toBe(200);
    const magnitudes = block.deviations.map(Math.abs);
    expect(magnitudes.reduce((most, x) => Math.max(most, x), 0)).toBe(2 ** 20);
    for (const sums of [block.columnSquares, block.energies, block.remainders]) {
      expect(sums.every(Number.isFinite)).toBe(true);
    }
  });

  it('deviate gives kind 9 to rows whose bits are all zero, and to no others', () => {
    const cols = 21;
    const rows = [0, 0x8000, 0x0001, 0x7fc0, 0x7f80, 0x3f80, 0];
    const values = new Uint16Array(rows.length * cols);
    for (const [row, bits] of rows.entries()) values[row * cols + 20] = bits;
    const block = makeBlock(values, rows.length, cols);
    kernels.deviate(place(block));
    deviate(block);
    expect([...block.rowKinds]).toEqual([rowZero, 0, 0, 0, 0, 0, rowZero]);
    expect(differences(block, ['rowKinds'])).toEqual([]);
  });
});

describe(`scales, seed ${seed}`, () => {
  it.each(blocks)('sumRemainders, $content $rows x $cols', (kind) => {
    const block = deviatedBlockOf(kind);
    kernels.sumRemainders(place(block));
    sumRemainders(block);
    expect(
      differences(block, ['remainders', 'presentCounts', 'columnSquares', 'columnCounts', 'countedRows']),
    ).toEqual([]);
  });

  it('setRowScales rounds to quarter octaves as log2 does, over all of float32', () => {
    const random = randomSource(seed);
    const squares = Float32Array.from({ length: 4000 }, (_, i) => {
      const octave = 2 ** ((i % 120) - 60);
      // A quarter of them close to where rounding changes, on both sides.
      const tie = 2 ** ((2 * random.below(2) + 1) / 4);
      const nearTie = tie * (random.below(2) === 0 ? 1 - 1e-6 : 1 + 1e-6);
      return octave * (i % 4 === 0 ? nearTie : 1 + random.uniform());
    });
    const block = makeBlock(new Uint16Array(squares.length), squares.length, 1);
    block.remainders.set(squares);
    block.presentCounts.fill(1);
    kernels.setRowScales(place(block), 0);
    setRowScales(block, 0);
    expect(differences(block, ['scaleBase', 'rowScales'])).toEqual([]);
    const greatest = Math.max(...block.rowScales);
    for (const [row, square] of squares.entries()) {
      const exact = 2 * Math.log2(square);
      if (exact > greatest - 126) expect(Math.abs(block.rowScales[row] - exact)).toBeLessThan(0.5001);
    }
  });

  it.each([-250, -300, -420, -600])('setRowScales has no scale below -500, shifted by %i', (shift) => {
    const random = randomSource(seed);
    const block = makeBlock(new Uint16Array(200), 200, 1);
    for (let row = 0; row < 200; row++) block.remainders[row] = random.below(9) === 0 ? 0 : random.scale(90);
    block.presentCounts.fill(1);
    kernels.setRowScales(place(block), shift);
    setRowScales(block, shift);
    expect(differences(block, ['scaleBase', 'rowScales'])).toEqual([]);
    expect(block.scaleBase).toBeGreaterThanOrEqual(-500);
  });

  it.each([1, 2, 4])('setRowScales in steps of %i keeps the greatest scale in reach', (scaleStep) => {
    const random = randomSource(seed);
    for (const octaves of [4, 40, 150]) {
      const rows = 1 + random.below(60);
      const block = makeBlock(new Uint16Array(rows), rows, 1);
      block.scaleStep = scaleStep;
      for (let row = 0; row < rows; row++) {
        block.remainders[row] = random.below(5) === 0 ? 0 : random.scale(octaves);
        block.presentCounts[row] = random.below(100);
        block.rowKinds[row] = random.below(10);
      }
      const shift = random.below(200) - 100;
      kernels.setRowScales(place(block), shift);
      setRowScales(block, shift);
      expect(differences(block, ['scaleBase', 'rowScales']), `${rows} rows, ${octaves}`).toEqual([]);
      const steps = block.rowScales.map((scale) => (scale - block.scaleBase) / scaleStep);
      expect(steps.every((count) => Number.isInteger(count) && count >= 0 && count <= 127)).toBe(true);
    }
  });
});
