import { clamp } from './numbers.ts';
import type { SideInfo } from './range-decoder.ts';
import type { Table } from './rans.ts';
import { readDepthTable, readGridTables, readMaskTables } from './tables.ts';

export const alone = 0;
export const predicted = 1;
export const copy = 2;
export const zero = 3;

export interface Row {
  readonly action: number;
  /** How many rows above the reference is. */
  readonly distance: number;
  readonly gain: number;
  readonly steps: number;
  readonly rowScale: number;
}

/** All that the side information of a block of rows says. */
export interface Plan {
  readonly isNonNegative: boolean;
  readonly scaleBase: number;
  readonly rows: readonly Row[];
  readonly columnScales: readonly number[];
  readonly means: readonly number[];
  /** For each row 16 coefficients, or none. */
  readonly coefficients?: readonly (readonly number[])[] | undefined;
  readonly escapes: number;
  readonly lowBits: number;
  readonly gridBase: number;
  readonly shape: number;
  readonly depthCount: number;
  /** Depths that stand in the side information, or the table of their stream. */
  readonly depths: readonly number[] | Table;
  readonly mask?: Mask | undefined;
  readonly grid?: { readonly tables: readonly Table[]; readonly length: number } | undefined;
}

export interface Mask {
  readonly columns: readonly number[];
  readonly rows: readonly number[];
  readonly tables: readonly Table[];
  readonly length: number;
}

const times = <T>(count: number, read: () => T): T[] => Array.from({ length: count }, read);

export function readPlan(side: SideInfo, rowCount: number, cols: number): Plan {
  const flags = side.count();
  const has = (flag: number): boolean => Math.floor(flags / flag) % 2 === 1;
  const scaleBase = side.uniform(1024) - 512;
  side.section('counts', 'overhead');
  const rows = readRows(side, rowCount, scaleBase, cols <= 64 ? 2 : 1);
  side.section('references and scales of rows', 'overhead');
  const columnScales = has(8) ? readColumnScales(side, cols) : Array<number>(cols).fill(0);
  side.section('column scales', 'overhead');
  const means = has(4) ? readMeans(side, columnScales) : Array<number>(cols).fill(0);
  side.section('column means', 'overhead');
  const coefficients = has(16) ? readCoefficients(side, rows) : undefined;
  side.section('basis coefficients', 'overhead');
  const [escapes, lowBits, depthCount] = times(3, () => side.count());
  const gridBase = side.number();
  const shape = side.count();
  side.section('counts', 'overhead');
  const depths = readDepths(side, depthCount);
  const mask = has(1) ? readMask(side, rowCount, cols) : undefined;
  side.section('mask tables', 'overhead');
  const grid = has(32) ? { tables: readGridTables(side), length: side.count() } : undefined;
  side.section('grid tables', 'overhead');
  const isNonNegative = has(2);
  return {
    ...{ isNonNegative, scaleBase, rows, columnScales, means, coefficients },
    ...{ escapes, lowBits, gridBase, shape, depthCount, depths, mask, grid },
  };
}

function readDepths(side: SideInfo, depthCount: number): Plan['depths'] {
  if (depthCount >= 2048) {
    const table = readDepthTable(side);
    side.section('depth table', 'overhead');
    return table;
  }
  const depths = times(depthCount, () => side.tree(side.depth, 4));
  side.section('depths', 'exponent');
  return depths;
}

function readRows(side: SideInfo, rowCount: number, scaleBase: number, stepSize: number): Row[] {
  const rows: Row[] = [];
  let previous = 0;
  let distance = 0;
  for (let row = 0; row < rowCount; row++) {
    const action = side.tree(side.action[previous], 2);
    let gain = 0;
    let steps = 0;
    if (action === predicted || action === copy) {
      const isKept = side.bit(side.same[previous]) === 1;
      if (!isKept) distance = 1 + side.uniform(Math.min(row, 65_535));
      const reference = rows[row - distance];
      steps = reference.steps;
      if (action === predicted) {
        gain = side.tree(side.gain[isKept ? 1 : 0], 3);
        steps += side.tree(side.scale[reference.action === alone ? 1 : 2], 8) - 128;
      }
    }
    if (action === alone) steps = side.tree(side.scale[0], 8);
    rows.push({ action, distance, gain, steps, rowScale: scaleBase + steps * stepSize });
    previous = action;
  }
  return rows;
}

function readColumnScales(side: SideInfo, cols: number): number[] {
  let scale = 0;
  return times(cols, () => {
    scale += side.signed(side.column);
    return scale;
  });
}

function readMeans(side: SideInfo, columnScales: readonly number[]): number[] {
  const typical = side.number();
  return columnScales.map((scale) => {
    const unit = clamp(Math.floor((typical + scale) / 4) - 3, -120, 100);
    return Math.fround(side.signed(side.mean) * 2 ** unit);
  });
}

function readCoefficients(side: SideInfo, rows: readonly Row[]): number[][] {
  const activities = { alone: Array<number>(16).fill(0), others: Array<number>(16).fill(0) };
  return rows.map(({ action }) => {
    if (action !== alone && action !== predicted) return [];
    const activity = action === alone ? activities.alone : activities.others;
    return activity.map((a, vector) => {
      const bits = a === 0 ? 0 : 1 + Math.floor(Math.log2(a));
      const coefficient = side.signed(side.coefficient[Math.min(11, bits)]);
      activity[vector] = a + Math.floor((16 * Math.abs(coefficient) - a) / 8);
      return coefficient;
    });
  });
}

function readMask(side: SideInfo, rowCount: number, cols: number): Mask {
  const columns = times(cols, () => side.number());
  const rows = times(rowCount, () => side.number());
  const tables = readMaskTables(side);
  return { columns, rows, tables, length: side.count() };
}
