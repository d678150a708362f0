import { randomSource } from '@matrix-arena/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { jobField, kernels, releaseAll, u8At, u16At } from './kernels.ts';
import { casesOf, coderOf, contents, gridTables, maskTables, seed, streamsOf } from './kernels-rows-cases.ts';
import {
  type Block,
  differences,
  hasGrid,
  makeBlock,
  masked,
  nonNegative,
  place,
  rowCopy,
} from './reference/columns.ts';
import { joinRows, type NextSymbol } from './reference/join.ts';
import { maskRow, startPresences } from './reference/mask.ts';
import { chooseSteps, predictRow } from './reference/predict.ts';
import { splitRows } from './reference/residuals.ts';

/** Splits a block with the kernel and joins it again in memory that holds junk; says what is not as it was. */
function joinedDifferences(block: Block): string[] {
  const count = kernels.splitRows(place(block));
  const shape = { entries: kernels.entriesOf(0), owners: kernels.ownersOf(0) };
  const residuals = coderOf(jobField('contexts'), jobField('symbols'), count, shape);
  const hasMask = (block.flags & masked) !== 0;
  const mask = hasMask ? coderOf(jobField('maskContexts'), jobField('maskSymbols'), count, maskTables()) : 0;
  const isWithGrid = (block.flags & hasGrid) !== 0;
  const grid = isWithGrid
    ? coderOf(jobField('gridContexts'), jobField('gridSymbols'), count, gridTables())
    : 0;
  const [depthCount, escapeCount, bitCount] = [
    jobField('depthCount'),
    jobField('escapeCount'),
    jobField('bitCount'),
  ];
  const job = place({
    ...block,
    depths: Uint8Array.from(u8At(jobField('depths'), depthCount)),
    escapes: Uint16Array.from(u16At(jobField('escapes'), escapeCount)),
    bits: Uint8Array.from(u8At(jobField('bits'), (bitCount + 7) >> 3)),
    values: new Uint16Array(block.values.length).fill(0xffff),
    floats: new Float32Array(block.floats.length).fill(Number.NaN),
    vectors: new Float32Array(block.vectors.length).fill(Number.NaN),
    left: new Float32Array(block.left.length).fill(Number.NaN),
    basisSum: new Float32Array(block.basisSum.length).fill(Number.NaN),
  });
  kernels.joinRows(job, residuals, mask, grid);
  const wanted = { ...block, depthCount, escapeCount, bitCount };
  const coders = Object.entries({ residuals, mask, grid }).filter(([, coder]) => coder !== 0);
  return [
    ...differences(wanted, ['values', 'floats', 'depthCount', 'escapeCount', 'bitCount']),
    ...coders
      .filter(([, coder]) => kernels.isCoderAtEnd(coder) !== 1)
      .map(([name]) => `${name}: not at the end`),
  ];
}

afterEach(releaseAll);

describe.each(Object.keys(contents))(`rows, %s, seed ${seed}`, (content) => {
  it('predictRow, maskRow and chooseSteps, row by row', () => {
    for (const { name, block } of casesOf(content)) {
      const job = place(block);
      kernels.startPresences(job);
      startPresences(block);
      expect(differences(block, ['presences']), name).toEqual([]);
      for (let row = 0; row < block.rows; row++) {
        if (block.rowKinds[row] >= rowCopy) continue;
        const at = row * block.stride;
        kernels.predictRow(job, row);
        predictRow(block, row);
        expect(differences(block, ['predictions']), name).toEqual([]);
        if (block.flags & masked) {
          kernels.maskRow(job, row, at);
          maskRow(block, row, at);
          expect(differences(block, ['presences', 'maskContexts', 'maskSymbols']), name).toEqual([]);
        }
        kernels.chooseSteps(job, row, jobField('contexts') + at);
        chooseSteps(block, row, at);
        const wrong = differences(block, ['bases', 'stepExponents']);
        const contexts = u8At(jobField('contexts') + at, block.cols);
        expect([wrong, contexts], name).toEqual([[], block.contexts.slice(at, at + block.cols)]);
      }
    }
  });

  it('splitRows', () => {
    for (const { name, block } of casesOf(content)) {
      const symbolCount = kernels.splitRows(place(block));
      expect(splitRows(block), name).toBe(symbolCount);
      const wrong = differences(block, streamsOf(block));
      expect(wrong, name).toEqual([]);
    }
  });

  it('joinRows gives back what splitRows took', () => {
    for (const { name, block } of casesOf(content)) expect(joinedDifferences(block), name).toEqual([]);
  });

  it('and so do the references', () => {
    for (const { name, block } of casesOf(content)) expect(joinedByReference(block), name).toEqual([]);
  });
});

/** The same by the references alone, which take symbols in the contexts that they were given. */
function joinedByReference(block: Block): string[] {
  splitRows(block);
  const wrong: string[] = [];
  const streamOf = (name: string, contexts: Uint8Array, symbols: Uint8Array): NextSymbol => {
    const [wanted, coded] = [contexts.slice(), symbols.slice()];
    let at = 0;
    return (context) => {
      if (context !== wanted[at]) wrong.push(`${name} ${at}: context ${context}, expected ${wanted[at]}`);
      return coded[at++];
    };
  };
  const joined = {
    ...block,
    values: new Uint16Array(block.values.length).fill(0xffff),
    floats: new Float32Array(block.floats.length).fill(Number.NaN),
  };
  joinRows(joined, {
    residuals: streamOf('residuals', block.contexts, block.symbols),
    mask: streamOf('mask', block.maskContexts, block.maskSymbols),
    grid: streamOf('grid', block.gridContexts, block.gridSymbols),
  });
  for (const name of ['depthCount', 'escapeCount', 'bitCount'] as const) {
    if (joined[name] !== block[name]) wrong.push(`${name}: ${joined[name]}, expected ${block[name]}`);
  }
  for (const name of ['values', 'floats'] as const) {
    const at = joined[name].findIndex((x, i) => !Object.is(x, block[name][i]));
    if (at >= 0) wrong.push(`${name}[${at}]: ${joined[name][at]}, expected ${block[name][at]}`);
  }
  return wrong;
}

describe(`chooseSteps, seed ${seed}`, () => {
  it.each([0, nonNegative])('reaches every context of values, flags %i', (flags) => {
    const random = randomSource(seed);
    const cols = 20_000;
    const block = makeBlock(new Uint16Array(cols), 1, cols);
    block.flags = flags;
    block.presences.fill(255);
    for (let c = 0; c < cols; c++) {
      block.predictions[c] = random.scale(12) * random.normal();
      block.columnScales[c] = random.below(70) - 40;
    }
    const job = place(block);
    kernels.chooseSteps(job, 0, jobField('contexts'));
    chooseSteps(block, 0, 0);
    expect(differences(block, ['contexts', 'bases', 'stepExponents'])).toEqual([]);
    const seen = new Set(block.contexts.subarray(0, cols));
    // A base of 0 means a step wider than the spacing at the prediction, so one of the widest four classes.
    const wanted = flags === 0 ? [112, 1, 112] : [112 + 4 * 4, 1, 224];
    expect([seen.size, Math.min(...seen), Math.max(...seen)]).toEqual(wanted);
    const isOneSided = (c: number): boolean => flags === nonNegative && block.bases[c] === 0;
    expect(block.bases.findIndex((_, c) => block.contexts[c] > 112 !== isOneSided(c))).toBe(-1);
  });
});

describe(`the mask, seed ${seed}`, () => {
  it('unmaskRow sets what maskRow set, and zero behind the last column', () => {
    for (const { name, block } of casesOf('rectified')) {
      const { cols, stride } = block;
      const tables = maskTables();
      const job = place(block);
      for (let row = 0; row < block.rows; row++) {
        if (block.rowKinds[row] >= rowCopy) continue;
        kernels.maskRow(job, row, row * stride);
        maskRow(block, row, row * stride);
        const [contexts, symbols] = [jobField('maskContexts'), jobField('maskSymbols')];
        const coder = coderOf(contexts + row * stride, symbols + row * stride, stride, tables);
        const presences = jobField('presences');
        new Uint8Array(kernels.memory.buffer, presences, stride).fill(77);
        kernels.unmaskRow(job, row, coder);
        expect(u8At(presences, stride), name).toEqual(block.presences);
        expect(u8At(contexts, cols), name).toEqual(
          block.maskContexts.slice(row * stride, row * stride + cols),
        );
        expect(kernels.isCoderAtEnd(coder), name).toBe(1);
      }
    }
  });
});
