import type { Ledger } from './ledger.ts';
import { SideInfo } from './range-decoder.ts';
import { choiceBits, informationOf, readPlain, type Table } from './rans.ts';
import { readTable } from './tables.ts';

/** Decodes a payload of planes. */
export function decodePlanes(payload: Uint8Array, count: number, ledger: Ledger): Uint16Array {
  ledger.add('header', 'overhead', 8);
  const isStored = payload[0] === 1;
  const side = new SideInfo(payload, isStored ? 1 + count : 1);
  const restTable = isStored ? undefined : readTable(side);
  const form = side.number();
  const exponentTable = form > 0 ? readTable(side) : undefined;
  side.section('tables', 'overhead');
  side.settle(ledger);
  const rest = restTable
    ? readRest(payload, side.at, restTable, count, ledger)
    : { symbols: payload.subarray(1), end: side.at };
  if (!restTable) {
    ledger.add('signs', 'sign', count);
    ledger.add('mantissas', 'mantissa', 7 * count);
  }
  const exponents = exponentTable
    ? readExponents(payload, rest.end, exponentTable, { count, form }, ledger)
    : { symbols: payload.subarray(rest.end), end: rest.end + count };
  if (!exponentTable) ledger.add('exponents', 'exponent', 8 * count);
  if (exponents.end !== payload.length) throw new RangeError('a payload is not used up');
  const values = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    const sign = rest.symbols[i] >>> 7;
    values[i] = sign * 32_768 + exponents.symbols[i] * 128 + (rest.symbols[i] & 127);
  }
  return values;
}

interface Plane {
  readonly symbols: Uint8Array;
  readonly end: number;
}

/** Signs and mantissas: what the sign alone says, then what the mantissa adds. */
function readRest(bytes: Uint8Array, at: number, table: Table, count: number, ledger: Ledger): Plane {
  const { symbols, end, bits } = readPlain(bytes, at, table, count);
  const { starts } = table;
  const slots = [starts[128], starts[256] - starts[128]];
  let negatives = 0;
  for (const symbol of symbols) negatives += symbol >>> 7;
  const signs = [count - negatives, negatives].map((times, sign) =>
    times === 0 ? 0 : times * choiceBits(slots[sign], 4096),
  );
  const signBits = signs[0] + signs[1];
  ledger.addCoded(bits, [
    { name: 'signs', plane: 'sign', bits: signBits },
    { name: 'mantissas', plane: 'mantissa', bits: informationOf(symbols, table) - signBits },
  ]);
  return { symbols, end };
}

interface Coding {
  readonly count: number;
  readonly form: number;
}

function readExponents(
  payload: Uint8Array,
  at: number,
  table: Table,
  { count, form }: Coding,
  ledger: Ledger,
): Plane {
  const coded = readPlain(payload, at, table, form === 1 ? count : 16 * Math.ceil(count / 32));
  const information = informationOf(coded.symbols, table);
  ledger.addCoded(coded.bits, [{ name: 'exponents', plane: 'exponent', bits: information }]);
  if (form === 1) return coded;
  let { end } = coded;
  const symbols = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const pair = coded.symbols[16 * (i >>> 5) + (i & 15)];
    const own = (i >>> 4) % 2 === 0 ? pair & 15 : pair >>> 4;
    if (own === 15) symbols[i] = payload[end++];
    else symbols[i] = own === 0 ? 0 : (form - own) & 255;
  }
  ledger.add('escaped exponents', 'exponent', 8 * (end - coded.end));
  return { symbols, end };
}
