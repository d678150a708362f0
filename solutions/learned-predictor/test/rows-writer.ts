import { learnedTables } from './kernel-helpers.ts';
import { type Block, hasGrid, masked, rowCopy, rowZero } from './reference/columns.ts';
import { type ContextTables, encodeInContexts } from './reference/context-rans.ts';
import { powerOfQuarter } from './reference/log2.ts';
import { encodeRans } from './reference/rans.ts';
import { splitRows } from './reference/residuals.ts';
import { type Entry, entriesOfShares } from './reference/tables.ts';
import { SideWriter } from './side-writer.ts';

/** What the side information says of a row. */
export interface RowCode {
  /** 0 alone, 1 predicted, 2 copy, 3 zero. */
  readonly action: number;
  /** How far above the reference is; without it the distance of the row before is kept. */
  readonly distance?: number;
  readonly gain?: number;
  /** As coded: for predicted rows 128 more than the difference. */
  readonly steps?: number;
}

export type StreamName = 'depths' | 'mask' | 'grid' | 'residuals';

/** How a payload differs from a sound one. */
export interface RowsLies {
  /** Codes of single rows that are not those of the block. */
  readonly rows?: Readonly<Record<number, RowCode>>;
  /** Changes depths, escapes and bits of the block, or how many there are. */
  readonly change?: (block: Block) => void;
  readonly shape?: number;
  /** Lengths of streams in bytes, as they are said. */
  readonly maskBytes?: number;
  readonly gridBytes?: number;
  /** A stream with 16 symbols too many, which take no word: its states are not where they began. */
  readonly unfinished?: StreamName;
  /** A stream with a word too many, which its length covers. */
  readonly longer?: StreamName;
}

const fewestDepthsOfStream = 2048;
/** Number of the odds of zeros among depths that are a stream; all other odds are even. */
const zeroOdds = 47;

/** The payload of a block of 64 columns at most, without means, column scales and basis. */
export function rowsPayload(block: Block, lies: RowsLies = {}): Uint8Array {
  const symbolCount = splitRows(block);
  lies.change?.(block);
  const has = (flag: number): boolean => (block.flags & flag) !== 0;
  const isDepthStream = block.depthCount >= fewestDepthsOfStream;
  const inContexts = (name: StreamName, contexts: Uint8Array, symbols: Uint8Array, tables: ContextTables) =>
    streamOf(lies, name, [...symbols.subarray(0, symbolCount)], (all) => {
      const padded = Uint8Array.from({ length: all.length }, (_, i) => (i < symbolCount ? contexts[i] : 0));
      return encodeInContexts(padded, all, tables);
    });
  const depths = isDepthStream
    ? streamOf(lies, 'depths', padTo16([...block.depths]), (all) => encodeRans(all, depthTable()))
    : [];
  const mask = has(masked) ? inContexts('mask', block.maskContexts, block.maskSymbols, maskTables()) : [];
  const grid = has(hasGrid) ? inContexts('grid', block.gridContexts, block.gridSymbols, gridTables()) : [];
  const residuals = inContexts('residuals', block.contexts, block.symbols, learnedTables[0]);

  const side = new SideWriter();
  side.count(block.flags);
  side.uniform(block.scaleBase + 512, 1024);
  writeRows(side, codesOf(block, lies));
  for (const count of [block.escapeCount, block.bitCount, block.depthCount]) side.count(count);
  side.number(block.gridBase);
  side.count(lies.shape ?? 0);
  if (isDepthStream) for (let i = 0; i < 15; i++) side.number(i === 0 ? zeroOdds : 0);
  else for (const depth of block.depths) side.depth(depth);
  if (has(masked)) {
    // Densities of columns and rows, and odds of 48 contexts.
    for (let i = 0; i < block.cols + block.rows + 48; i++) side.number(0);
    side.count(lies.maskBytes ?? mask.length);
  }
  if (has(hasGrid)) {
    for (let i = 0; i < 28 * 7; i++) side.number(0);
    side.count(lies.gridBytes ?? grid.length);
  }
  const escapes = [...block.escapes].flatMap((bits) => [bits & 0xff, bits >> 8]);
  const bits = Array.from({ length: Math.ceil(block.bitCount / 8) }, (_, i) => block.bits[i] ?? 0);
  return Uint8Array.of(...side.finish(), ...escapes, ...bits, ...depths, ...mask, ...grid, ...residuals);
}

function streamOf(
  { unfinished, longer }: RowsLies,
  name: StreamName,
  symbols: readonly number[],
  encode: (symbols: Uint8Array) => Uint8Array,
): number[] {
  const last = name === 'depths' ? 15 : 0;
  const surplus = unfinished === name ? Array<number>(16).fill(last) : [];
  return [...encode(Uint8Array.of(...symbols, ...surplus)), ...(longer === name ? [0, 0] : [])];
}

function padTo16(symbols: readonly number[]): number[] {
  return [...symbols, ...Array<number>(-symbols.length & 15).fill(symbols[0])];
}

/** What an encoder says of the rows, every distance anew. */
function codesOf(block: Block, { rows = {} }: RowsLies): RowCode[] {
  const { rowKinds, references, rowScales, scaleBase, scaleStep } = block;
  const stepsOf = (row: number): number => (rowScales[row] - scaleBase) / scaleStep;
  return Array.from(rowKinds, (kind, row): RowCode => {
    if (rows[row] !== undefined) return rows[row];
    if (kind === rowZero) return { action: 3 };
    if (kind === 0) return { action: 0, steps: stepsOf(row) };
    const distance = row - references[row];
    if (kind === rowCopy) return { action: 2, distance };
    return { action: 1, distance, gain: kind, steps: stepsOf(row) - stepsOf(references[row]) + 128 };
  });
}

function writeRows(side: SideWriter, codes: readonly RowCode[]): void {
  let previous = 0;
  let kept = 0;
  codes.forEach(({ action, distance, gain = 0, steps = 0 }, row) => {
    side.action(action, previous);
    if (action === 1 || action === 2) {
      side.isKept(distance === undefined, previous);
      if (distance !== undefined) side.uniform(distance - 1, Math.max(1, Math.min(row, 65_535)));
      kept = distance ?? kept;
    }
    if (action === 1) side.gain(gain, distance === undefined);
    if (action === 0) side.scale(steps, 0);
    if (action === 1) side.scale(steps, codes[row - kept]?.action === 0 ? 1 : 2);
    previous = action;
  });
}

function depthTable(): Entry[] {
  const odds = powerOfQuarter(zeroOdds);
  const shares = new Array<number>(16).fill(0);
  shares[15] = odds / (1 + odds);
  for (let depth = 1, left = 1 - shares[15]; depth < 15; depth++) {
    left /= 2;
    shares[depth] = depth === 14 ? 2 * left : left;
  }
  return entriesOfShares(shares);
}

/** Even odds everywhere but behind the last column. */
function maskTables(): Entry[][] {
  return Array.from({ length: 49 }, (_, context) =>
    entriesOfShares(context === 0 ? [1 - 0.0001, 0.0001] : [0.5, 0.5]),
  );
}

function gridTables(): Entry[][] {
  return Array.from({ length: 28 * 8 }, (_, context) => {
    const bits = context % 8;
    if (bits === 0) return entriesOfShares([1, 1e-9]);
    return entriesOfShares(Array.from({ length: bits + 1 }, (_, s) => 0.5 ** Math.min(s + 1, bits)));
  });
}
