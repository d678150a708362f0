// assembly/split-rows.ts: the encoder, value by value from the formulas at the heads of residuals.ts and of grid.ts.
import { extendBasis, predictByBasis, startBasis } from './basis.ts';
import { type Block, hasBasis, hasGrid, huge, masked, rowCopy } from './columns.ts';
import { maskRow, startPresences } from './mask.ts';
import { chooseSteps, predictRow } from './predict.ts';

const mostResidual = 15;
const symbolOfEscapes = 31;
const lastDepth = 14;
const depthOfZero = 15;
const gridClasses = 28;

interface Coded {
  readonly symbol: number;
  readonly depth?: number;
  /** The bits below the step, the lowest first. */
  readonly low: readonly number[];
}

/** Sets contexts, symbols, depths, escapes and bits of all rows, cut to what is used. Returns the number of symbols. */
export function splitRows(block: Block): number {
  const depths: number[] = [];
  const escapes: number[] = [];
  const bits: number[] = [];
  const isWithGrid = (block.flags & hasGrid) !== 0;
  let at = 0;
  startPresences(block);
  startBasis(block);
  for (let row = 0; row < block.rows; row++) {
    if (block.rowKinds[row] >= rowCopy) continue;
    prepareRow(block, row, at);
    for (let c = 0; c < block.stride; c++) {
      block.symbols[at + c] = 0;
      if (c >= block.cols) block.contexts[at + c] = 0;
      if (isWithGrid) setGrid(block, at + c, 0, []);
      if (block.presences[c] === 0) continue;
      const value = block.values[row * block.cols + c];
      const coded = codeValue(value, block.bases[c], block.stepExponents[c]);
      block.symbols[at + c] = coded?.symbol ?? symbolOfEscapes;
      if (coded === undefined) escapes.push(value);
      if (coded?.depth !== undefined) depths.push(coded.depth);
      if (coded === undefined) continue;
      if (isWithGrid) setGrid(block, at + c, value, coded.low);
      // The grid tells of the lowest bits up to the first one.
      bits.push(...coded.low.slice(isWithGrid ? zerosOf(coded.low) + 1 : 0));
    }
    at += block.stride;
  }
  block.depths = Uint8Array.from(depths);
  block.escapes = Uint16Array.from(escapes);
  block.bits = packBits(bits);
  block.depthCount = depths.length;
  block.escapeCount = escapes.length;
  block.bitCount = bits.length;
  return at;
}

/** Everything that a row's values are coded by. */
function prepareRow(block: Block, row: number, at: number): void {
  const isWithBasis = (block.flags & hasBasis) !== 0;
  if ((block.flags & masked) !== 0) maskRow(block, row, at);
  predictRow(block, row);
  if (isWithBasis) predictByBasis(block, row);
  chooseSteps(block, row, at);
  if (isWithBasis) extendBasis(block, row);
}

/** Undefined for what escapes. */
function codeValue(bits: number, baseAndSign: number, k: number): Coded | undefined {
  const pattern = bits & 0x7fff;
  if (pattern >= huge) return undefined;
  const exponent = pattern >> 7;
  const mantissa = pattern & 0x7f;
  const magnitude = exponent === 0 ? mantissa * 2 ** -133 : (128 + mantissa) * 2 ** (exponent - 134);
  const m = Math.floor(magnitude / 2 ** k);
  const isOtherSide = bits >> 15 !== baseAndSign >>> 31;
  const residual = (isOtherSide ? -m - 1 : m) - (baseAndSign & 0x7fffffff);
  if (Math.abs(residual) > mostResidual) return undefined;
  const symbol = residual + mostResidual;
  if (pattern === 0) return { symbol, depth: depthOfZero, low: [] };
  if (m === 0) {
    const depth = k + 127 - exponent;
    return depth > lastDepth ? undefined : { symbol, depth, low: lowBits(mantissa, 7) };
  }
  // The last bit of the mantissa is 2^(exponent - 134).
  return { symbol, low: lowBits(mantissa, Math.max(0, k - (exponent - 134))) };
}

/** How many bits are zero, from the lowest up. */
function zerosOf(low: readonly number[]): number {
  return low.includes(1) ? low.indexOf(1) : low.length;
}

/** Context and symbol of a value's grid; places without bits below the step have context 0. */
function setGrid(block: Block, at: number, bits: number, low: readonly number[]): void {
  block.gridContexts[at] = gridContext(block, bits, low.length);
  block.gridSymbols[at] = zerosOf(low);
}

export function gridContext({ gridBase }: Block, bits: number, lowCount: number): number {
  const exponent = (bits & 0x7fff) >> 7;
  const gridClass = Math.max(0, Math.min(gridClasses - 1, exponent - gridBase));
  return lowCount === 0 ? 0 : 8 * gridClass + lowCount;
}

function lowBits(mantissa: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (mantissa >> i) & 1);
}

function packBits(bits: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [i, bit] of bits.entries()) bytes[i >> 3] |= bit << (i & 7);
  return bytes;
}
