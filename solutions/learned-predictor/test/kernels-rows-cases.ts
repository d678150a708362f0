import { randomSource } from '@matrix-arena/testkit';
import { type Address, kernels, put, room, u8At } from './kernels.ts';
import {
  type Block,
  hasBasis,
  hasGrid,
  makeBlock,
  masked,
  nonNegative,
  rowCopy,
  rowZero,
  wordOf,
} from './reference/columns.ts';
import { maskContextCount } from './reference/mask.ts';

export const seed = Number(process.env.ARENA_SEED ?? 20_261_122);
type Random = ReturnType<typeof randomSource>;

/** All zeros, subnormals, infinities, NaNs with payloads, the extremes, and the first pattern that counts as huge. */
const special = [
  ...[0, 0x8000, 1, 0x807f, 0x0040, 0x0080, 0x7f80, 0xff80, 0x7fc0, 0x7fd5, 0xff81, 0xffff, 0x7f7f, 0xff7f],
  ...[228 << 7, (228 << 7) - 1, 0x3f80, 0xbf80],
];

export const contents: Readonly<Record<string, (random: Random) => number>> = {
  normal: (random) => wordOf(random.normal()) >>> 16,
  'few zeros': (random) =>
    random.below(8) === 0 ? 0x8000 * random.below(2) : wordOf(random.normal()) >>> 16,
  special: (random) =>
    random.below(3) === 0 ? special[random.below(special.length)] : wordOf(random.normal()) >>> 16,
  'all special': (random) => special[random.below(special.length)],
  subnormal: (random) => random.uint32() & 0x807f,
  constant: () => 0x4049,
  'all exponents': (random) => random.uint32() & 0xffff,
  'many octaves': (random) => wordOf(random.scale(40) * random.normal()) >>> 16,
  rectified: (random) => wordOf(Math.max(0, random.normal())) >>> 16,
  'rectified, special': (random) =>
    random.below(2) === 0
      ? 0
      : random.below(4) === 0
        ? special[random.below(18)]
        : 0x3f00 + random.below(512),
  'not negative': (random) => wordOf(Math.abs(random.normal())) >>> 16,
  'not negative, special': (random) =>
    random.below(4) === 0 ? special[random.below(special.length)] & 0x7fff : random.below(0x4080),
};

/** A block under any plan that fits its values: kinds, references, scales and all else at random. */
function planned(values: Uint16Array<ArrayBuffer>, rows: number, cols: number, random: Random): Block {
  const kinds = Array.from({ length: rows }, (_, row) => {
    const kind = random.below(4) > 0 ? random.below(rowCopy) : rowCopy + random.below(2);
    return row === 0 && kind !== rowZero ? 0 : kind;
  });
  const references = kinds.map((kind, row) => (kind === 0 || kind === rowZero ? 0 : random.below(row)));
  for (const [row, kind] of kinds.entries()) {
    if (kind === rowZero) values.fill(0, row * cols, (row + 1) * cols);
    if (kind === rowCopy) values.copyWithin(row * cols, references[row] * cols, (references[row] + 1) * cols);
  }
  const block = makeBlock(values, rows, cols);
  block.rowKinds.set(kinds);
  block.references.set(references);
  const scale = random.below(4) === 0 ? random.below(900) - 500 : random.below(24) - 16;
  const density = 1 + random.below(100);
  for (let row = 0; row < rows; row++) {
    block.rowScales[row] = scale + random.below(9) - 4;
    block.rowDensities[row] = random.below(2 * density) - density;
    for (let i = 0; i < 16; i++)
      block.coefficients[16 * row + i] = Math.max(0, random.below(9) - 5) * (1 - 2 * random.below(2));
  }
  const areColumnsAlike = random.below(2) === 0;
  for (let c = 0; c < cols; c++) {
    block.means[c] = areColumnsAlike ? 0 : random.normal();
    block.columnScales[c] = areColumnsAlike ? 0 : random.below(9) - 4;
    block.columnDensities[c] = random.below(2 * density) - density;
  }
  const hasNoSign = values.every((bits) => bits < 0x8000);
  block.flags = hasNoSign ? nonNegative : 0;
  for (const flag of [masked, hasBasis, hasGrid]) block.flags |= flag * random.below(2);
  block.gridBase = 100 + random.below(30);
  return block;
}

interface Case {
  readonly name: string;
  readonly block: Block;
}

/** For a content, blocks of 1 to 40 columns and up to 60 rows. */
export function* casesOf(content: string): Generator<Case> {
  const random = randomSource(seed);
  for (let cols = 1; cols <= 40; cols++) {
    const rows = 1 + random.below(cols === 40 ? 60 : 20);
    const values = Uint16Array.from({ length: rows * cols }, () => contents[content](random));
    const block = planned(values, rows, cols, random);
    yield { name: `${content} ${rows} x ${cols}, flags ${block.flags}, seed ${seed}`, block };
  }
}

/** Rows that are sums of so many patterns and noise, in columns of different scales; some predicted, some copies. */
export function lowRankBlock(rows: number, cols: number, rank: number, noise: number): Block {
  const random = randomSource(seed);
  const patterns = Array.from({ length: rank }, () => Array.from({ length: cols }, () => random.normal()));
  const scales = Array.from({ length: cols }, () => random.below(9) - 4);
  const values = new Uint16Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    const much = patterns.map(() => 2 * random.normal());
    for (let c = 0; c < cols; c++) {
      const x = patterns.reduce((sum, pattern, i) => sum + much[i] * pattern[c], noise * random.normal());
      values[row * cols + c] = wordOf(x * 2 ** (scales[c] / 4)) >>> 16;
    }
  }
  const block = makeBlock(values, rows, cols);
  block.columnScales.set(scales);
  block.scaleBase = -60;
  for (let c = 0; c < cols; c++) block.means[c] = 0.1 * random.normal();
  for (let row = 1; row < rows; row++) {
    block.rowScales[row] = random.below(6) - 3;
    if (random.below(8) > 0) continue;
    block.rowKinds[row] = 1 + random.below(rowCopy);
    block.references[row] = random.below(row);
  }
  for (let i = 0; i < block.coefficients.length; i++) block.coefficients[i] = random.below(7) - 3;
  return block;
}

/** What splitRows writes of a block. */
export function streamsOf({ flags }: Block) {
  const always = [
    'contexts',
    'symbols',
    'depths',
    'escapes',
    'bits',
    'depthCount',
    'escapeCount',
    'bitCount',
  ] as const;
  const ofMask = flags & masked ? (['maskContexts', 'maskSymbols'] as const) : [];
  const ofGrid = flags & hasGrid ? (['gridContexts', 'gridSymbols'] as const) : [];
  return [...always, ...ofMask, ...ofGrid];
}

interface Tables {
  readonly entries: Address;
  readonly owners: Address;
}

/** Tables from the shares of every context's symbols. */
function tablesOf(contextCount: number, sharesOf: (context: number) => number[]): Tables {
  const entries = room(128 * contextCount);
  const owners = room(4096 * contextCount);
  for (let context = 0; context < contextCount; context++) {
    const shares = Float64Array.from(sharesOf(context));
    kernels.setEntries(entries + 128 * context, put(shares), shares.length);
    kernels.fillOwners(entries + 128 * context, shares.length, owners + 4096 * context);
  }
  return { entries, owners };
}

/** Context 0 is that of places without a value. */
const nothing = [1, 1e-9];

export function maskTables(): Tables {
  const full = (context: number): number => context / (maskContextCount + 1);
  return tablesOf(maskContextCount, (context) =>
    context === 0 ? nothing : [1 - full(context), full(context)],
  );
}

/** With n bits below the step from none to all can be zero. */
export function gridTables(): Tables {
  return tablesOf(8 * 28, (context) =>
    context === 0 ? nothing : new Array<number>((context & 7) + 1).fill(1),
  );
}

/** Encodes symbols of the kernels' memory; a coder at the start of the stream, behind which junk is readable. */
export function coderOf(
  contexts: Address,
  symbols: Address,
  count: number,
  { entries, owners }: Tables,
): Address {
  const byteCount = 64 + 2 * count + 16;
  const end = room(byteCount) + byteCount;
  const begin = kernels.encodeInContexts(contexts, symbols, count, entries, end);
  const coder = room(80);
  kernels.startCoder(coder, put(u8At(begin, end - begin), 2 * count + 256, 0xaa), owners, entries);
  return coder;
}
