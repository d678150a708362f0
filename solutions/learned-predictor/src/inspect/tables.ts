import learned from '../../assembly/learned.ts?raw';
import { quarterPower } from './numbers.ts';
import type { SideInfo } from './range-decoder.ts';
import { Table } from './rans.ts';

const tiny = 1e-9;
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const certain = (symbols: number): Table => Table.ofShares([1, tiny, ...Array(symbols - 2).fill(0)]);

/** A table of the planes mode: its frequencies as they are. */
export function readTable(side: SideInfo): Table {
  return new Table(range(256).map(() => side.number()));
}

export function readDepthTable(side: SideInfo): Table {
  const shares: number[] = Array(16).fill(0);
  let left = 1;
  for (const depth of [15, ...range(14).map((i) => i + 1)]) {
    shares[depth] = left * side.odds();
    left -= shares[depth];
  }
  shares[14] += left;
  return Table.ofShares(shares);
}

/** One table for each of 49 contexts. */
export function readMaskTables(side: SideInfo): Table[] {
  const tables = [Table.ofShares([1 - 0.0001, 0.0001])];
  for (let context = 1; context < 49; context++) {
    const share = side.odds();
    tables.push(Table.ofShares([1 - share, share]));
  }
  return tables;
}

/** One table for each of 28 classes and 0 to 7 bits. */
export function readGridTables(side: SideInfo): Table[] {
  return range(28).flatMap(() => {
    const odds = range(7).map(() => side.odds());
    const tables = [certain(8)];
    for (let bits = 1; bits <= 7; bits++) {
      const shares: number[] = Array(8).fill(0);
      let product = 1;
      for (let place = 0; place < bits; place++) {
        shares[place] = product * (1 - odds[place]);
        product *= odds[place];
      }
      shares[bits] = product;
      tables.push(Table.ofShares(shares));
    }
    return tables;
  });
}

/** The learned shapes, 64 bytes each, from the source that the spec points to. */
function readShapes(): number[][] {
  const list = /shapeRoots[^[]*\[([^\]]*)\]/.exec(learned)?.[1] ?? '';
  const roots = list.match(/\d+/g)?.map(Number) ?? [];
  return range(roots.length / 64).map((shape) => roots.slice(64 * shape, 64 * shape + 64));
}

const shapes = readShapes();

const tablesByShape = new Map<number, readonly Table[]>();

/** One table for each of 225 contexts of residuals; made once, since there are few shapes. */
export function residualTables(shape: number): readonly Table[] {
  const tables = tablesByShape.get(shape) ?? makeResidualTables(shape);
  tablesByShape.set(shape, tables);
  return tables;
}

function makeResidualTables(shape: number): Table[] {
  const sums = [0];
  for (const root of shapes[shape].slice(0, 63)) sums.push(sums[sums.length - 1] + root * root);
  const shareWithin = sums.map((sum) => Math.min(65_535, sum));
  const below = (z: number): number => {
    const distance = 8 * Math.abs(z);
    const point = Math.min(62, Math.floor(distance));
    const slope = shareWithin[point + 1] - shareWithin[point];
    const share = Math.min(shareWithin[point] + (distance - point) * slope, 65_535) / 131_070;
    return z >= 0 ? 0.5 + share : 0.5 - share;
  };
  const sharesOf = (context: number): number[] => {
    const scale = quarterPower(Math.floor(context / 4) - 20);
    const offset = ((context % 4) + 0.5) / 4;
    const shares = range(31).map((i) => {
      const share = below((i - 15 - offset + 1) / scale) - below((i - 15 - offset) / scale);
      return Math.max(tiny, share);
    });
    const sum = shares.reduce((before, share) => before + share);
    return [...shares, Math.max(tiny, 1 - sum)];
  };
  const all = range(112).map(sharesOf);
  return [
    certain(32),
    ...all.map((shares) => Table.ofShares(shares)),
    ...all.map((shares) => Table.ofShares(shares.map((share, symbol) => (symbol < 15 ? 0 : share)))),
  ];
}
