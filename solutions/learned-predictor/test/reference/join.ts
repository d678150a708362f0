// assembly/join-rows.ts: the decoder, value by value.
import { extendBasis, predictByBasis, startBasis } from './basis.ts';
import { type Block, floatOf, hasBasis, hasGrid, masked, rowCopy, rowZero } from './columns.ts';
import { startPresences, unmaskRow } from './mask.ts';
import { chooseSteps, predictRow } from './predict.ts';
import { gridContext } from './residuals.ts';

/** Decodes the next symbol of a stream. */
export type NextSymbol = (context: number) => number;

export interface Streams {
  readonly residuals: NextSymbol;
  readonly mask: NextSymbol;
  readonly grid: NextSymbol;
}

/** The bits above those below the step, and how many those are. */
interface High {
  readonly bits: number;
  readonly lowCount: number;
}

/** Puts rows together from symbols, and from depths, escapes and bits, which it counts. */
export function joinRows(block: Block, streams: Streams): void {
  const { rows, cols, stride, flags, values, floats, references } = block;
  block.depthCount = 0;
  block.escapeCount = 0;
  block.bitCount = 0;
  startPresences(block);
  startBasis(block);
  for (let row = 0; row < rows; row++) {
    const kind = block.rowKinds[row];
    for (let c = 0; kind >= rowCopy && c < cols; c++) {
      setValue(row * cols + c, kind === rowZero ? 0 : values[references[row] * cols + c]);
    }
    if (kind >= rowCopy) continue;
    if ((flags & masked) !== 0) unmaskRow(block, row, streams.mask);
    predictRow(block, row);
    if ((flags & hasBasis) !== 0) predictByBasis(block, row);
    chooseSteps(block, row, 0);
    for (let c = 0; c < stride; c++) {
      const symbol = streams.residuals(c < cols ? block.contexts[c] : 0);
      const high = c < cols && block.presences[c] !== 0 ? highOf(block, symbol, c) : { bits: 0, lowCount: 0 };
      const zeros = (flags & hasGrid) === 0 ? -1 : streams.grid(gridContext(block, high.bits, high.lowCount));
      if (c < cols) setValue(row * cols + c, high.bits | lowOf(block, high.lowCount, zeros));
    }
    if ((flags & hasBasis) !== 0) extendBasis(block, row);
  }

  function setValue(at: number, bits: number): void {
    values[at] = bits;
    floats[at] = floatOf(bits);
  }
}

function highOf(block: Block, symbol: number, c: number): High {
  if (symbol === 31) return { bits: block.escapes[block.escapeCount++], lowCount: 0 };
  const k = block.stepExponents[c];
  const steps = symbol - 15 + (block.bases[c] & 0x7fffffff);
  const m = steps < 0 ? -steps - 1 : steps;
  const isNegative = steps < 0 !== block.bases[c] < 0;
  const sign = isNegative ? 0x8000 : 0;
  if (m > 0) {
    // The top bit of m is that of the number; what is below it begins the mantissa.
    const top = 31 - Math.clz32(m);
    const mantissa = Math.floor((m - 2 ** top) * 2 ** (7 - top));
    return { bits: sign | ((top + k + 127) << 7) | mantissa, lowCount: Math.max(0, 7 - top) };
  }
  const depth = block.depths[block.depthCount++];
  if (depth === 15) return { bits: sign, lowCount: 0 };
  return { bits: sign | ((k + 127 - depth) << 7), lowCount: 7 };
}

/** So many zeros, a one, and above them what was stored; -1 if not even a one is known. */
function lowOf(block: Block, lowCount: number, zeros: number): number {
  if (zeros >= lowCount) return 0;
  let low = zeros < 0 ? 0 : 2 ** zeros;
  for (let place = zeros + 1; place < lowCount; place++) {
    const bit = (block.bits[block.bitCount >> 3] >> (block.bitCount & 7)) & 1;
    block.bitCount++;
    low += bit * 2 ** place;
  }
  return low;
}
