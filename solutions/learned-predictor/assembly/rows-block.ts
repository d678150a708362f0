// A block of rows, each predicted by an earlier one and the column means. The payload:
//
//     side information | escapes, u16 each | low bits | depths | mask | grid | residuals
//
// The last four are streams of the rANS coders; all but the last may be missing.

import { chooseBasis } from './basis';
import { judgeColumns, meanExponent, rescaleColumns, scaleShift } from './column-stats';
import { convertToFloats, deviate } from './columns';
import { encodeInContexts, startCoder } from './context-rans';
import { putDepths, receiveDepths, sendDepths, takeDepths } from './depths';
import { chooseGrid, codeGridTable, GRID_CONTEXTS, sendGridTable } from './grid';
import { ALL_FLAGS, HAS_BASIS, HAS_COLUMN_SCALES, HAS_GRID, HAS_MEANS, MASKED, NON_NEGATIVE } from './job';
import { at32, Job, MOST_VECTORS, theJob } from './job';
import { SHAPE_COUNT } from './learned';
import { joinRows } from './join-rows';
import { listBytes } from './lists';
import { codeMaskTable, MASK_CONTEXTS, sendMaskTable, setDensities } from './mask';
import { allocate, allocateZeros } from './memory';
import { doRowsPay } from './price';
import { finishEncoding, startDecoding, startEncoding, streamCursor } from './range-coder';
import { findReferences } from './references';
import { roundMeans, setRowScales, sumRemainders } from './scales';
import { codeCoefficients, codeColumnScales, codeCount, codeMeans, codeNumber, codeRows, resetSideInfo } from './side-info';
import { chooseShape, entriesOf, ownersOf } from './shapes';
import { splitRows } from './split-rows';
import { endsAt, startTableCoder } from './table-coder';

/** Up to this width scales of rows are sent in half octaves: a row has too few values for finer ones to pay. */
// @ts-ignore: decorator
@inline const MAX_COARSE_WIDTH = 64;
// @ts-ignore: decorator
@inline const SIGNATURE_LENGTH = 32;
// @ts-ignore: decorator
@inline const STATES_BYTES = 64;

/** What both directions need. */
export function startJob(values: usize, rows: i32, cols: i32): Job {
  const job = theJob();
  job.rows = rows;
  job.cols = cols;
  job.stride = (cols + 15) & ~15;
  job.flags = 0;
  job.values = values;
  job.scaleBase = 0;
  job.scaleStep = cols <= MAX_COARSE_WIDTH ? 2 : 1;
  const rowBytes = 4 * job.stride;
  const valueBytes = 4 * rows * cols;
  job.floats = allocate(valueBytes + rowBytes);
  // Loops run over the end of the last row.
  memory.fill(job.floats + <usize>valueBytes, 0, rowBytes);
  job.means = allocateZeros(rowBytes);
  job.columnScales = allocateZeros(rowBytes);
  job.columnDensities = allocateZeros(job.stride);
  job.predictions = allocate(rowBytes);
  job.bases = allocate(rowBytes);
  job.stepExponents = allocate(rowBytes);
  job.presences = allocate(job.stride);
  job.basisWeights = allocateZeros(rowBytes);
  job.inverseWeights = allocateZeros(rowBytes);
  job.vectors = allocate(rowBytes * MOST_VECTORS);
  job.left = allocate(rowBytes);
  job.basisSum = allocate(rowBytes);
  job.rowKinds = allocate(rows);
  job.rowDensities = allocateZeros(rows);
  job.references = allocate(4 * rows);
  job.rowScales = allocate(4 * rows);
  return job;
}

/**
 * Writes the payload of a block to `out` and returns its end, or 0 if rows do not pay. Values behind the last are zero
 * up to 64 bytes.
 */
export function encodeRows(values: usize, rows: i32, cols: i32, out: usize): usize {
  const job = startJob(values, rows, cols);
  analyse(job);
  if (!doRowsPay(job)) return 0;

  startEncoding(out);
  resetSideInfo();
  const isMasked = (job.flags & MASKED) != 0;
  const count = rows * cols;
  const placeCount = rows * job.stride;
  job.contexts = allocate(placeCount);
  job.symbols = allocate(placeCount);
  job.maskContexts = allocate(isMasked ? placeCount : 0);
  job.maskSymbols = allocate(isMasked ? placeCount : 0);
  const hasGrid = (job.flags & HAS_GRID) != 0;
  job.gridContexts = allocate(hasGrid ? placeCount : job.stride);
  job.gridSymbols = allocate(hasGrid ? placeCount : job.stride);
  job.depths = allocate(count);
  job.escapes = allocate(2 * count);
  job.bits = allocate(count);
  codeHeadOfSide(job);
  const symbolCount = splitRows(job);
  const shape = chooseShape(job, symbolCount);
  codeTailOfSide(job, shape);
  sendDepths(job);
  let mask: usize = 0;
  let maskBytes = 0;
  if (isMasked) {
    mask = encodeStream(job.maskContexts, job.maskSymbols, symbolCount, sendMaskTable(job, symbolCount));
    maskBytes = codeCount(streamBytes);
  }
  let grid: usize = 0;
  let gridBytes = 0;
  if (hasGrid) {
    grid = encodeStream(job.gridContexts, job.gridSymbols, symbolCount, sendGridTable(job, symbolCount));
    gridBytes = codeCount(streamBytes);
  }
  const residuals = encodeStream(job.contexts, job.symbols, symbolCount, entriesOf(shape));
  const residualBytes = streamBytes;
  let at = finishEncoding();

  at = append(at, job.escapes, 2 * job.escapeCount);
  at = append(at, job.bits, (job.bitCount + 7) >> 3);
  at = putDepths(job, at);
  at = append(at, mask, maskBytes);
  at = append(at, grid, gridBytes);
  return append(at, residuals, residualBytes);
}

/** Finds means, scales and references. */
export function analyse(job: Job): void {
  const rows = job.rows;
  const rowBytes = 4 * job.stride;
  job.columnSums = allocate(rowBytes);
  job.columnSquares = allocate(rowBytes);
  job.columnCounts = allocate(rowBytes);
  job.weights = allocateZeros(rowBytes);
  job.energies = allocate(4 * rows);
  job.remainders = allocate(4 * rows);
  job.presentCounts = allocate(4 * rows);
  job.deviations = allocate(rows * rowBytes);
  job.signatureLength = min(SIGNATURE_LENGTH, (job.cols + 7) & ~7);
  job.signatures = allocate(2 * (rows + 4) * job.signatureLength);
  job.lists = allocate(listBytes(rows, job.signatureLength));
  if ((convertToFloats(job.values, job.floats, rows * job.cols) & 0x8000) == 0) job.flags |= NON_NEGATIVE;
  judgeColumns(job);
  deviate(job);
  findReferences(job);
  for (let c = 0; c < job.cols; c++) store<f32>(at32(job.weights, c), 1);
  sumRemainders(job);
  if (rescaleColumns(job)) sumRemainders(job);
  if ((job.flags & MASKED) != 0) setDensities(job);
  setRowScales(job, scaleShift());
  if ((job.flags & HAS_MEANS) != 0) roundMeans(job);
  job.coefficients = allocateZeros(rows * MOST_VECTORS * 2);
  chooseBasis(job);
  chooseGrid(job, meanExponent());
}

function codeHeadOfSide(job: Job): bool {
  job.flags = codeCount(job.flags) & ALL_FLAGS;
  if (!codeRows(job)) return false;
  if ((job.flags & HAS_COLUMN_SCALES) != 0) codeColumnScales(job);
  if ((job.flags & HAS_MEANS) != 0) codeMeans(job);
  if ((job.flags & HAS_BASIS) != 0) codeCoefficients(job);
  return true;
}

function codeTailOfSide(job: Job, shape: usize): usize {
  job.escapeCount = codeCount(job.escapeCount);
  job.bitCount = codeCount(job.bitCount);
  job.depthCount = codeCount(job.depthCount);
  job.gridBase = codeNumber(job.gridBase);
  return <usize>codeCount(<i32>shape);
}

function append(out: usize, from: usize, byteCount: i32): usize {
  memory.copy(out, from, byteCount);
  return out + <usize>byteCount;
}

let streamBytes = 0;

/** Where the stream begins; `streamBytes` is its length. */
function encodeStream(contexts: usize, symbols: usize, count: i32, entries: usize): usize {
  const room = STATES_BYTES + 2 * count + 16;
  const end = allocate(room) + <usize>room;
  const begin = encodeInContexts(contexts, symbols, count, entries, end);
  streamBytes = <i32>(end - begin);
  return begin;
}

/**
 * Decodes a payload into `values`. Returns where it ends, or 0 if it is damaged. `4 · rows · stride + 256` bytes from
 * `end` on are readable.
 */
export function decodeRows(payload: usize, end: usize, values: usize, rows: i32, cols: i32): usize {
  const job = startJob(values, rows, cols);
  const count = rows * cols;
  startDecoding(payload, end);
  resetSideInfo();
  job.coefficients = allocate(rows * MOST_VECTORS * 2);
  if (!codeHeadOfSide(job)) return 0;
  const shape = codeTailOfSide(job, 0);
  const escapeCount = job.escapeCount;
  const bitCount = job.bitCount;
  const depthCount = job.depthCount;
  if (shape >= SHAPE_COUNT || <u32>escapeCount > <u32>count) return 0;
  if (<u32>bitCount > <u32>count * 7 || <u32>depthCount > <u32>count) return 0;
  job.depths = allocate(count);
  receiveDepths(job);
  const isMasked = (job.flags & MASKED) != 0;
  let maskEntries: usize = 0;
  let maskBytes = 0;
  if (isMasked) {
    maskEntries = codeMaskTable(job);
    maskBytes = codeCount(0);
  }
  let gridEntries: usize = 0;
  let gridBytes = 0;
  const hasGrid = (job.flags & HAS_GRID) != 0;
  if (hasGrid) {
    gridEntries = codeGridTable(job);
    gridBytes = codeCount(0);
  }
  job.escapes = streamCursor();
  job.bits = job.escapes + 2 * <usize>escapeCount;
  const maskStream = takeDepths(job, job.bits + (<usize>(bitCount + 7) >> 3));
  const room = <u32>(end - maskStream);
  if (maskStream == 0 || maskStream > end || <u32>maskBytes > room || <u32>gridBytes > room - <u32>maskBytes) return 0;
  const gridStream = maskStream + <usize>maskBytes;
  const residualStream = gridStream + <usize>gridBytes;

  job.contexts = allocate(job.stride);
  job.symbols = allocate(job.stride);
  job.maskContexts = allocate(job.stride);
  job.maskSymbols = allocate(job.stride);
  job.gridContexts = allocate(job.stride);
  job.gridSymbols = allocate(job.stride);
  job.partials = allocate(4 * job.stride);
  job.lowCounts = allocate(4 * job.stride);
  startCoder(residualCoder, residualStream, ownersOf(shape), entriesOf(shape));
  startTableCoder(maskCoder, maskStream, maskEntries, MASK_CONTEXTS);
  startTableCoder(gridCoder, gridStream, gridEntries, GRID_CONTEXTS);
  joinRows(job, residualCoder, maskCoder, gridCoder);
  if (job.escapeCount != escapeCount || job.bitCount != bitCount || job.depthCount != depthCount) return 0;
  if (isMasked && !endsAt(maskCoder, gridStream)) return 0;
  if (hasGrid && !endsAt(gridCoder, residualStream)) return 0;
  return endsAt(residualCoder, end) ? end : 0;
}

const residualCoder: usize = memory.data(80, 16);
const maskCoder: usize = memory.data(80, 16);
const gridCoder: usize = memory.data(80, 16);
