import { Input } from './input.ts';
import type { Ledger } from './ledger.ts';
import { decodePlanes } from './planes.ts';
import { decodeRows } from './rows.ts';

/**
 * A second decoder, written from spec.md alone, without any code of the first: with plain numbers instead of vectors,
 * and with an eye on what each part of the frame takes. It trusts its frame, and checks the checksum and that
 * everything is used up.
 *
 * @param ledger gets what the parts take, 8 bits for each byte of the frame in all
 * @returns the bytes of the matrix
 */
export function decodeBySpec(frame: Uint8Array, ledger: Ledger): Uint8Array {
  const input = new Input(frame);
  if (input.number(3) !== 0x50_4c_4d || input.number(1) !== 1)
    throw new RangeError('not a frame of version 1');
  const [rows, cols, codedWidth] = [input.varint(), input.varint(), input.varint()];
  const width = codedWidth || cols;
  const expected = input.number(4);
  ledger.add('header', 'overhead', 8 * (frame.length - input.left()));
  const values = new Uint16Array(rows * cols);
  const bytes = new Uint8Array(values.buffer);
  const size = width > 65_536 ? 2 ** 21 : Math.floor(2 ** 21 / width) * width;
  let checksum = (Math.imul(rows + 1, p1) ^ Math.imul(cols, p2)) >>> 0;
  for (let at = 0; at < values.length; at += size) {
    const count = Math.min(size, values.length - at);
    values.set(decodeBlock(input, count, width, ledger), at);
    checksum = checksumOf(bytes.subarray(2 * at, 2 * (at + count)), checksum);
  }
  if (checksum !== expected) throw new RangeError('another checksum');
  if (input.left() > 0) throw new RangeError(`${input.left()} bytes left over`);
  return bytes;
}

function decodeBlock(input: Input, count: number, width: number, ledger: Ledger): Uint16Array {
  const mode = input.number(1);
  if (mode === 0) {
    ledger.add('header', 'overhead', 8);
    ledger.add('signs', 'sign', count);
    ledger.add('exponents', 'exponent', 8 * count);
    ledger.add('mantissas', 'mantissa', 7 * count);
    return valuesOf(input.take(2 * count));
  }
  ledger.add('header', 'overhead', 8 * 5);
  const payload = input.take(input.number(4));
  return mode === 1
    ? decodePlanes(payload, count, ledger)
    : decodeRows(payload, count / width, width, ledger);
}

function valuesOf(bytes: Uint8Array): Uint16Array {
  return Uint16Array.from({ length: bytes.length / 2 }, (_, i) => bytes[2 * i] + 256 * bytes[2 * i + 1]);
}

const [p1, p2, p3, p4] = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f];

function rotl(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function checksumOf(bytes: Uint8Array, seed: number): number {
  const words = new Uint32Array(Math.ceil(bytes.length / 64) * 16);
  new Uint8Array(words.buffer).set(bytes);
  const lanes = Int32Array.from({ length: 16 }, (_, l) => [p1, p2, p3, p4][(l + Math.floor(l / 4)) % 4]);
  for (let i = 0; i < words.length; i++) {
    const lane = i & 15;
    lanes[lane] = Math.imul(rotl(lanes[lane] + Math.imul(words[i], p2), 13), p1);
  }
  let h = seed + bytes.length;
  for (const lane of lanes) h = Math.imul(rotl(h + Math.imul(lane, p3), 17), p4);
  h = Math.imul(h ^ (h >>> 15), p2);
  h = Math.imul(h ^ (h >>> 13), p3);
  return (h ^ (h >>> 16)) >>> 0;
}
