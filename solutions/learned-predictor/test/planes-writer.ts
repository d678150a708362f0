import { pairExponents } from './reference/pairs.ts';
import { splitPlanes } from './reference/planes.ts';
import { encodeRans } from './reference/rans.ts';
import { entriesOf } from './reference/tables.ts';
import { SideWriter } from './side-writer.ts';

/** A run of bytes: as it is, or coded with a table of frequencies by symbol, which are 0 where none is named. */
export type Coding = 'stored' | Readonly<Record<number, number>>;

/** How a payload of planes is written, sound or not. */
export interface PlanesPlan {
  readonly rest?: Coding;
  readonly exponents?: Coding;
  /** Exponents in pairs, with classes below this one; the table is that of the pairs then. */
  readonly base?: number;
  /** A run with 16 bytes too many that take no word: its states are not where they began. */
  readonly unfinished?: 'rest' | 'exponents';
}

export function planesPayload(values: Uint16Array, plan: PlanesPlan = {}): number[] {
  const { rest: restCoding = 'stored', exponents: coding = 'stored', base, unfinished } = plan;
  const { exponents, rest } = splitPlanes(values);
  const padded = new Uint8Array(Math.ceil(exponents.length / 32) * 32);
  padded.set(exponents);
  const { pairs, escapes } =
    base === undefined ? { pairs: exponents, escapes: [] } : pairExponents(padded, base);

  const side = new SideWriter();
  writeTable(side, restCoding);
  side.number(coding === 'stored' ? 0 : (base ?? 1));
  writeTable(side, coding);
  const codedRest = codedRun(rest, restCoding, unfinished === 'rest');
  const codedExponents = codedRun(pairs, coding, unfinished === 'exponents');
  return restCoding === 'stored'
    ? [1, ...codedRest, ...side.finish(), ...codedExponents, ...escapes]
    : [0, ...side.finish(), ...codedRest, ...codedExponents, ...escapes];
}

function frequenciesOf(table: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: 256 }, (_, symbol) => table[symbol] ?? 0);
}

function writeTable(side: SideWriter, coding: Coding): void {
  if (coding !== 'stored') for (const frequency of frequenciesOf(coding)) side.number(frequency);
}

function codedRun(run: Uint8Array, coding: Coding, isUnfinished: boolean): Uint8Array {
  if (coding === 'stored') return run;
  const symbols = [...run, ...Array<number>((-run.length & 15) + (isUnfinished ? 16 : 0)).fill(run[0])];
  return encodeRans(Uint8Array.from(symbols), entriesOf(frequenciesOf(coding)));
}
