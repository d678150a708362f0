import { makeMatrix, randomSource } from '@matrix-arena/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { kernels, releaseAll } from './kernels.ts';
import {
  type Block,
  deviate,
  differences,
  floatOf,
  makeBlock,
  place,
  rowCopy,
  rowZero,
  wordOf,
} from './reference/columns.ts';
import { choiceOf, findReferences } from './reference/references.ts';
import { Lists, signRows } from './reference/search.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);

/** What the search begins with. */
function deviated(values: Uint16Array<ArrayBuffer>, rows: number, cols: number): Block {
  const block = makeBlock(values, rows, cols);
  deviate(block);
  return block;
}

function blockOf(content: Parameters<typeof makeMatrix>[0], rows: number, cols: number): Block {
  const { bytes } = makeMatrix(content, rows, cols, seed);
  return deviated(new Uint16Array(bytes.slice().buffer), rows, cols);
}

const usual = ['activations', 'near-copies', 'repeated-rows', 'zero-rows', 'sparse', 'random-bits'] as const;
const blocks = usual.flatMap((content) => [
  { content, rows: 1, cols: 1 },
  { content, rows: 60, cols: 5 },
  { content, rows: 200, cols: 24 },
  { content, rows: 150, cols: 40 },
  { content, rows: 70, cols: 129 },
]);

afterEach(releaseAll);

describe(`signRows, seed ${seed}`, () => {
  it.each(blocks)('$content $rows x $cols', ({ content, rows, cols }) => {
    const block = blockOf(content, rows, cols);
    kernels.signRows(place(block));
    signRows(block);
    expect(differences(block, ['signatures'])).toEqual([]);
  });
});

/** Searches row by row; says where the kernel's candidates are not the reference's. */
function wrongCandidates(block: Block): string[] {
  const job = place(block);
  const lists = new Lists(block);
  kernels.startLists(job);
  return Array.from({ length: block.rows }, (_, row) => {
    kernels.searchLists(job, row);
    const got = [0, 1, 2].map((i) => kernels.candidateAt(i)).filter((candidate) => candidate >= 0);
    const wanted = lists.search(row).map((candidate) => candidate.row);
    return `${got}` === `${wanted}` ? '' : `row ${row}: ${got}, expected ${wanted}`;
  }).filter((wrong) => wrong !== '');
}

describe(`searchLists, seed ${seed}`, () => {
  it.each(blocks)('few rows are all compared: $content $rows x $cols', ({ content, rows, cols }) => {
    const block = blockOf(content, rows, cols);
    signRows(block);
    expect(wrongCandidates(block)).toEqual([]);
  });

  it('of equal products the one that is met first is kept: the newest chunk of 64 rows, its oldest row', () => {
    const block = makeBlock(new Uint16Array(200 * 8), 200, 8);
    block.signatures.fill(100);
    expect(wrongCandidates(block)).toEqual([]);
    expect([0, 1, 2].map((i) => kernels.candidateAt(i))).toEqual([192, 193, 194]);
  });

  it.each([1536, 1537, 2500])('%i rows, of few directions', (rows) => {
    const random = randomSource(seed);
    const length = 8;
    const block = makeBlock(new Uint16Array(rows * length), rows, length);
    const directions = Array.from({ length: 90 }, () => Array.from({ length }, () => 2000 * random.normal()));
    for (let row = 0; row < rows; row++) {
      const direction = directions[random.below(90)];
      const noise = random.below(3) === 0 ? 0 : 300;
      for (let i = 0; i < length; i++) {
        block.signatures[row * length + i] = direction[i] + noise * random.normal();
      }
    }
    expect(wrongCandidates(block)).toEqual([]);
  });

  it('offers are kept in order, the earlier of equals first', () => {
    kernels.clearCandidates();
    expect(kernels.leastProduct()).toBe(0);
    for (const [row, product] of [
      [7, 5],
      [8, 9],
      [9, 5],
      [10, 9],
      [11, 6],
    ]) {
      if (product > kernels.leastProduct()) kernels.offer(row, product);
    }
    expect([0, 1, 2].map((i) => kernels.candidateAt(i))).toEqual([8, 10, 11]);
    expect(kernels.leastProduct()).toBe(6);
  });
});

const found = ['rowKinds', 'references', 'remainders', 'signatures'] as const;

/** Rows that are earlier ones times a gain, with noise; some copies, some zeros, the rest by themselves. */
function related(rows: number, cols: number): Block {
  const random = randomSource(seed);
  const values = new Uint16Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    const what = row === 0 ? 9 : random.below(12);
    const earlier = row === 0 ? 0 : random.below(row) * cols;
    for (let c = 0; c < cols; c++) {
      const own = random.normal();
      const other = floatOf(values[earlier + c]);
      const x = what === 0 ? 0 : what < 8 ? (what / 4) * other + 0.05 * own : what === 8 ? other : own;
      values[row * cols + c] = wordOf(x) >>> 16;
    }
  }
  return deviated(values, rows, cols);
}

function findInBoth(block: Block): void {
  kernels.findReferences(place(block));
  findReferences(block);
}

describe(`findReferences, seed ${seed}`, () => {
  it.each(blocks)('$content $rows x $cols', ({ content, rows, cols }) => {
    const block = blockOf(content, rows, cols);
    findInBoth(block);
    expect(differences(block, found)).toEqual([]);
  });

  it.each([12, 16, 50, 128])('finds every gain, copies and zero rows, %i columns', (cols) => {
    const block = related(400, cols);
    const kinds = block.rowKinds.slice();
    findInBoth(block);
    expect(differences(block, found)).toEqual([]);
    expect([...new Set(block.rowKinds)].sort((a, b) => a - b)).toEqual([
      0,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      rowCopy,
      rowZero,
    ]);
    for (const [row, kind] of block.rowKinds.entries()) {
      expect(kind === rowZero, `row ${row}`).toBe(kinds[row] === rowZero);
      if (kind === 0 || kind === rowZero) continue;
      const reference = block.references[row];
      expect(reference, `row ${row}`).toBeLessThan(row);
      expect(kinds[reference], `row ${row}`).not.toBe(rowZero);
      // No reference costs less than 2 bits.
      expect(choiceOf(block, row, reference, 2)?.saving, `row ${row}`).toBeGreaterThan(0);
      if (kind !== rowCopy) continue;
      const [own, other] = [row, reference].map((at) => block.values.subarray(at * cols, (at + 1) * cols));
      expect(own).toEqual(other);
    }
  });

  it('copies rows that are just the means, from the row before', () => {
    const cols = 20;
    const negativeZero = 0x8000;
    // Not what is all zero bits, and not the first.
    const rows = [negativeZero, negativeZero, 0x3f80, negativeZero, 0, negativeZero, negativeZero];
    const block = deviated(
      Uint16Array.from(rows.flatMap((bits) => new Array<number>(cols).fill(bits))),
      7,
      cols,
    );
    findInBoth(block);
    expect(differences(block, found)).toEqual([]);
    expect([...block.rowKinds]).toEqual([0, rowCopy, 0, 0, rowZero, 0, rowCopy]);
    expect([...block.references]).toEqual([0, 0, 0, 0, 0, 0, 5]);
  });

  it('takes the distance of the row before where a reference saves too little for one of its own', () => {
    const cols = 12;
    const random = randomSource(seed);
    const values = new Uint16Array(300 * cols);
    for (let i = 0; i < values.length; i++) {
      const before = i < 3 * cols ? 0 : floatOf(values[i - 3 * cols]);
      values[i] = wordOf(0.6 * before + 0.8 * random.normal()) >>> 16;
    }
    const block = deviated(values, 300, cols);
    findInBoth(block);
    expect(differences(block, found)).toEqual([]);
    let distance = 0;
    let cheapCount = 0;
    for (const [row, kind] of block.rowKinds.entries()) {
      if (kind === 0) continue;
      const saving = choiceOf(block, row, block.references[row], 4 + Math.log2(row + 1))?.saving ?? 0;
      if (saving < -0.1) {
        expect(row - block.references[row], `row ${row}`).toBe(distance);
        cheapCount++;
      }
      distance = row - block.references[row];
    }
    expect(cheapCount).toBeGreaterThan(0);
  });

  it('gives up after 1024 rows without references, and not where there are some', () => {
    const rows = 1100;
    const cols = 96;
    for (const repeats of [0, 20]) {
      const random = randomSource(seed);
      const values = Uint16Array.from({ length: rows * cols }, () => wordOf(random.normal()) >>> 16);
      // Every repeat at a distance of its own, and one behind row 1024.
      for (let i = 0; i < repeats; i++)
        values.copyWithin((500 + 7 * i) * cols, 3 * i * cols, (3 * i + 1) * cols);
      values.copyWithin(1050 * cols, 200 * cols, 201 * cols);
      const block = deviated(values, rows, cols);
      findInBoth(block);
      expect(differences(block, found), `${repeats} repeats`).toEqual([]);
      expect(block.rowKinds[1050], `${repeats} repeats`).toBe(repeats === 0 ? 0 : rowCopy);
    }
  });
});
