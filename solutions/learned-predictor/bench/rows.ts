import { i32At, jobField, jobFields, kernels, u8At, u32At } from '../test/kernels.ts';
import { coderOf } from '../test/kernels-rows-cases.ts';
import { extendBasis, mostVectors, predictByBasis, startBasis } from '../test/reference/basis.ts';
import { type Block, deviate, hasBasis, makeBlock, masked, place } from '../test/reference/columns.ts';
import { contextStates, encodeInContexts } from '../test/reference/context-rans.ts';
import { joinRows } from '../test/reference/join.ts';
import { maskRow } from '../test/reference/mask.ts';
import { chooseSteps, predictRow } from '../test/reference/predict.ts';
import { StatesDecoder } from '../test/reference/rans.ts';
import { findReferences } from '../test/reference/references.ts';
import { splitRows } from '../test/reference/residuals.ts';
import { quarterOctaves, sumRemainders } from '../test/reference/scales.ts';
import { benchRandom, benchValues, cols, rows } from './data.ts';
import type { BenchEntry } from './measure.ts';

/** Rows that a reference takes at a time. */
const fewRows = 32;
/** Of four rows one is predicted by the one before it, with this gain in quarters. */
const gain = 1;

/** Columns brought to one scale, as the analysis leaves them. */
function blockOf(rowCount: number, flags = 0): Block {
  const random = benchRandom();
  const values = benchValues().slice(0, rowCount * cols);
  if ((flags & masked) !== 0) for (const i of values.keys()) if (random.below(2) === 0) values[i] = 0;
  const block = makeBlock(values, rowCount, cols);
  block.flags = flags;
  for (let c = 0; c < cols; c++) {
    let square = 0;
    for (let row = 0; row < rowCount; row++) square += block.floats[row * cols + c] ** 2;
    block.columnScales[c] = quarterOctaves(square / rowCount);
    block.weights[c] = 2 ** (-block.columnScales[c] / 4);
  }
  deviate(block);
  block.weights.fill(1);
  for (let row = 1; row < rowCount; row += 4) {
    block.rowKinds[row] = gain;
    block.references[row] = row - 1;
  }
  if ((flags & hasBasis) !== 0) {
    for (const i of block.coefficients.keys()) block.coefficients[i] = random.below(5) - 2;
  }
  return block;
}

/** Places a block for good: what is returned makes it the job again, which takes no time to speak of. */
function placeForGood(block: Block): () => number {
  const words = i32At(place(block), jobFields.length);
  return () => {
    new Int32Array(kernels.memory.buffer, kernels.theJob(), words.length).set(words);
    return kernels.theJob();
  };
}

function perRows(
  name: string,
  block: Block,
  byKernel: (job: number) => unknown,
  few: Block,
  byReference: (few: Block) => unknown,
): BenchEntry {
  const jobOf = placeForGood(block);
  return {
    ...{ name, bytesPerValue: 2, values: block.rows * cols, referenceValues: few.rows * cols },
    kernel: () => byKernel(jobOf()),
    reference: () => byReference(few),
  };
}

function analysisEntries(): BenchEntry[] {
  const block = blockOf(rows);
  return [
    perRows(
      'sumRemainders',
      block,
      (job) => kernels.sumRemainders(job),
      blockOf(fewRows),
      (few) => sumRemainders(few),
    ),
    // Takes the longer the more rows there are: as many for the reference.
    perRows(
      `findReferences, ${rows} rows`,
      block,
      (job) => kernels.findReferences(job),
      blockOf(rows),
      (few) => findReferences(few),
    ),
  ];
}

function predictionEntries(): BenchEntry[] {
  const block = blockOf(rows, hasBasis);
  const few = blockOf(fewRows, hasBasis);
  const sparse = blockOf(rows, masked);
  block.presences.fill(255);
  few.presences.fill(255);
  const fillBasis = (job: number): void => {
    kernels.startBasis(job);
    for (let row = 0; row < mostVectors; row++) {
      kernels.predictRow(job, row);
      kernels.extendBasis(job, row);
    }
  };
  const fillReferenceBasis = (some: Block): void => {
    startBasis(some);
    for (let row = 0; row < mostVectors; row++) {
      predictRow(some, row);
      extendBasis(some, row);
    }
  };
  const basisBlock = blockOf(mostVectors);
  return [
    perRows(
      'predictRow, chooseSteps',
      block,
      (job) => {
        const contexts = jobField('contexts');
        for (let row = 0; row < rows; row++) {
          kernels.predictRow(job, row);
          kernels.chooseSteps(job, row, contexts);
        }
      },
      few,
      () => {
        for (let row = 0; row < fewRows; row++) {
          predictRow(few, row);
          chooseSteps(few, row, 0);
        }
      },
    ),
    perRows(
      'maskRow',
      sparse,
      (job) => {
        for (let row = 0; row < rows; row++) kernels.maskRow(job, row, row * sparse.stride);
      },
      blockOf(fewRows, masked),
      (some) => {
        for (let row = 0; row < fewRows; row++) maskRow(some, row, row * some.stride);
      },
    ),
    perRows(
      `extendBasis, ${mostVectors} rows, with predictRow`,
      basisBlock,
      fillBasis,
      blockOf(mostVectors),
      fillReferenceBasis,
    ),
    perRows(
      `predictByBasis, ${mostVectors} vectors, filled before`,
      block,
      (job) => {
        fillBasis(job);
        for (let row = 0; row < rows; row++) kernels.predictByBasis(job, row);
      },
      few,
      () => {
        fillReferenceBasis(few);
        for (let row = 0; row < fewRows; row++) predictByBasis(few, row);
      },
    ),
  ];
}

function residualEntries(flags: number, suffix: string): BenchEntry[] {
  const split = perRows(
    `splitRows${suffix}`,
    blockOf(rows, flags),
    (job) => kernels.splitRows(job),
    blockOf(fewRows, flags),
    (few) => splitRows(few),
  );
  return [split, joinEntry(flags, suffix)];
}

/** With the decoding of residuals, as it is never without. */
function joinEntry(flags: number, suffix: string): BenchEntry {
  const block = blockOf(rows, flags);
  const symbolCount = kernels.splitRows(place(block));
  const shape = { entries: kernels.entriesOf(0), owners: kernels.ownersOf(0) };
  const coder = coderOf(jobField('contexts'), jobField('symbols'), symbolCount, shape);
  const atStart = u8At(coder, 80);
  const streams = {
    depths: u8At(jobField('depths'), jobField('depthCount')) as Uint8Array<ArrayBuffer>,
    bits: u8At(jobField('bits'), (jobField('bitCount') + 7) >> 3) as Uint8Array<ArrayBuffer>,
    escapes: new Uint16Array(u8At(jobField('escapes'), 2 * jobField('escapeCount')).buffer as ArrayBuffer),
  };

  const few = blockOf(fewRows, flags);
  splitRows(few);
  const packed = u32At(shape.entries, 225 * 32);
  const tables = Array.from({ length: 225 }, (_, context) =>
    Array.from(packed.subarray(32 * context, 32 * (context + 1)), (entry) => ({
      frequency: entry & 0xffff,
      start: entry >>> 16,
    })),
  );
  const places = fewRows * few.stride;
  const stream = encodeInContexts(few.contexts.slice(0, places), few.symbols.slice(0, places), tables);
  const none = (): number => 0;
  return perRows(
    `joinRows${suffix}`,
    { ...block, ...streams },
    (job) => {
      new Uint8Array(kernels.memory.buffer).set(atStart, coder);
      kernels.joinRows(job, coder, 0, 0);
    },
    few,
    () => {
      const decoder = new StatesDecoder(contextStates, stream);
      const residuals = (context: number): number => decoder.next(tables[context]);
      joinRows(few, { residuals, mask: none, grid: none });
    },
  );
}

/** Kernels that take rows. */
export function rowEntries(): BenchEntry[] {
  return [
    ...analysisEntries(),
    ...predictionEntries(),
    ...residualEntries(0, ''),
    ...residualEntries(hasBasis, ', with a basis'),
  ];
}
