import { SideInfo } from './spec-range-coder.ts';
import { readPlain, type Symbols, type Table } from './spec-rans.ts';
import { decodeRows } from './spec-rows.ts';
import { readTable } from './spec-tables.ts';

/**
 * A second decoder, written from spec.md alone: slow, with plain numbers instead of vectors, and without any
 * code of the first. It trusts its frame and checks nothing but the checksum and that everything is used up.
 *
 * @param met gets the names of the features of the format that the frame uses
 * @returns the bytes of the matrix
 */
export function decodeBySpec(frame: Uint8Array, met = new Set<string>()): Uint8Array {
  const input = new Input(frame);
  if (input.number(3) !== 0x50_4c_4d || input.number(1) !== 1)
    throw new RangeError('not a frame of version 1');
  const [rows, cols, codedWidth] = [input.varint(), input.varint(), input.varint()];
  if (codedWidth !== 0) met.add('width of its own');
  const width = codedWidth || cols;
  const expected = input.number(4);
  const values = new Uint16Array(rows * cols);
  const bytes = new Uint8Array(values.buffer);
  const size = width > 65_536 ? 2 ** 21 : Math.floor(2 ** 21 / width) * width;
  let checksum = (Math.imul(rows + 1, p1) ^ Math.imul(cols, p2)) >>> 0;
  for (let at = 0; at < values.length; at += size) {
    if (at > 0) met.add('several blocks');
    const count = Math.min(size, values.length - at);
    values.set(decodeBlock(input, count, width, met), at);
    checksum = checksumOf(bytes.subarray(2 * at, 2 * (at + count)), checksum);
  }
  if (checksum !== expected) throw new RangeError('another checksum');
  if (input.left() > 0) throw new RangeError(`${input.left()} bytes left over`);
  return bytes;
}

/** Bytes that are taken one after the other. */
class Input {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  left(): number {
    return this.bytes.length - this.at;
  }

  take(size: number): Uint8Array {
    if (size > this.left()) throw new RangeError('nothing left');
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  number(size: number): number {
    return this.take(size).reduceRight((high, byte) => 256 * high + byte, 0);
  }

  varint(): number {
    const byte = this.number(1);
    return byte < 128 ? byte : byte - 128 + 128 * this.varint();
  }
}

function decodeBlock(input: Input, count: number, width: number, met: Set<string>): Uint16Array {
  const mode = input.number(1);
  met.add(['stored', 'planes', 'rows'][mode]);
  if (mode === 0) return joinBytes(input.take(2 * count));
  const payload = input.take(input.number(4));
  return mode === 1 ? decodePlanes(payload, count, met) : decodeRows(payload, count / width, width, met);
}

function joinBytes(bytes: Uint8Array): Uint16Array {
  return Uint16Array.from({ length: bytes.length / 2 }, (_, i) => bytes[2 * i] + 256 * bytes[2 * i + 1]);
}

function decodePlanes(payload: Uint8Array, count: number, met: Set<string>): Uint16Array {
  const isStored = payload[0] === 1;
  met.add(isStored ? 'rest stored' : 'rest coded');
  const side = new SideInfo(payload, isStored ? 1 + count : 1);
  const restTable = isStored ? undefined : readTable(side);
  const form = side.number();
  met.add(['exponents stored', 'exponents coded'][form] ?? 'exponents in pairs');
  const exponentTable = form > 0 ? readTable(side) : undefined;
  const rest = restTable
    ? readPlain(payload, side.at, restTable, count)
    : { symbols: payload.subarray(1), end: side.at };
  const exponents = exponentTable
    ? readExponents(payload, rest.end, exponentTable, count, form)
    : { symbols: payload.subarray(rest.end), end: rest.end + count };
  if (exponents.end !== payload.length) throw new RangeError('a payload is not used up');
  return Uint16Array.from({ length: count }, (_, i) => {
    const sign = Math.floor(rest.symbols[i] / 128);
    return sign * 32_768 + exponents.symbols[i] * 128 + (rest.symbols[i] % 128);
  });
}

function readExponents(payload: Uint8Array, at: number, table: Table, count: number, form: number): Symbols {
  if (form === 1) return readPlain(payload, at, table, count);
  const pairs = readPlain(payload, at, table, 16 * Math.ceil(count / 32));
  let { end } = pairs;
  const symbols = Uint8Array.from({ length: count }, (_, i) => {
    const pair = pairs.symbols[16 * Math.floor(i / 32) + (i % 16)];
    const own = Math.floor(i / 16) % 2 === 0 ? pair % 16 : Math.floor(pair / 16);
    if (own === 15) return payload[end++];
    return own === 0 ? 0 : (form - own + 256) % 256;
  });
  return { symbols, end };
}

const [p1, p2, p3, p4] = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f];

function rotl(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function checksumOf(bytes: Uint8Array, seed: number): number {
  const words = new Uint32Array(Math.ceil(bytes.length / 64) * 16);
  new Uint8Array(words.buffer).set(bytes);
  const lanes = Array.from({ length: 16 }, (_, l) => [p1, p2, p3, p4][(l + Math.floor(l / 4)) % 4]);
  words.forEach((word, i) => {
    lanes[i % 16] = Math.imul(rotl(lanes[i % 16] + Math.imul(word, p2), 13), p1);
  });
  let h = seed + bytes.length;
  for (const lane of lanes) h = Math.imul(rotl(h + Math.imul(lane, p3), 17), p4);
  h = Math.imul(h ^ (h >>> 15), p2);
  h = Math.imul(h ^ (h >>> 13), p3);
  return (h ^ (h >>> 16)) >>> 0;
}
