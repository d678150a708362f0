// assembly/mask.ts: contexts and symbols of zero masks.
import type { Block } from './columns.ts';

export const maskContextCount = 49;

/** Every column holds a value, places behind the last do not. */
export function startPresences({ presences, cols }: Block): void {
  for (let c = 0; c < presences.length; c++) presences[c] = c < cols ? 255 : 0;
}

/** Writes contexts and symbols of a row `at` places on, and its presences. */
export function maskRow(block: Block, row: number, at: number): void {
  const { cols, stride, values, presences, maskContexts, maskSymbols } = block;
  for (let c = 0; c < stride; c++) {
    const isColumn = c < cols;
    const isCoded = isColumn && values[row * cols + c] !== 0;
    maskContexts[at + c] = isColumn ? maskContext(block, row, c) : 0;
    maskSymbols[at + c] = isCoded ? 1 : 0;
    presences[c] = isCoded ? 255 : 0;
  }
}

/** Sets the presences of a row from symbols as they are decoded. */
export function unmaskRow(block: Block, row: number, next: (context: number) => number): void {
  const { cols, stride, presences } = block;
  for (let c = 0; c < stride; c++)
    presences[c] = next(c < cols ? maskContext(block, row, c) : 0) === 0 ? 0 : 255;
}

function maskContext(block: Block, row: number, c: number): number {
  const { cols, rowKinds, references, floats, columnDensities, rowDensities } = block;
  const sum = new Int8Array([columnDensities[c] + rowDensities[row]])[0];
  const density = Math.max(0, Math.min(15, sum));
  const state = rowKinds[row] === 0 ? 0 : floats[references[row] * cols + c] === 0 ? 1 : 2;
  return 1 + 16 * state + density;
}
