import { ArenaError } from '@matrix-arena/contract';
import type { ByteReader } from '../runtime/byte-reader.ts';
import { concat, viewOf } from '../runtime/chain.ts';

export interface NpyHeader {
  /** Everything in front of the items, as it is in the file. */
  readonly bytes: Uint8Array;
  /** numpy's name of the type of an item. */
  readonly descr: string;
  readonly dims: readonly number[];
  readonly payloadBytes: number;
  /** Values per row; undefined for flat values. */
  readonly cols: number | undefined;
}

const magic = '\x93NUMPY';
const startBytes = 8;
/** Longer headers are no headers of a plain array. */
const maxHeaderBytes = 65_536;
/** Everything in front of the items, with the longest header and its length. */
export const maxNpyHeadBytes = startBytes + 4 + maxHeaderBytes;
/** Bytes of the header's length, by major version. */
const lengthBytesOf: Readonly<Record<number, number>> = { 1: 2, 2: 4, 3: 4 };

/** How bfloat16 is kept by numpy, which has no such type: items of two bytes, bit patterns, or bare bytes. */
const itemTypes: ReadonlyMap<string, { readonly itemBytes: number; readonly isFlat: boolean }> = new Map([
  ['<V2', { itemBytes: 2, isFlat: false }],
  ['|V2', { itemBytes: 2, isFlat: false }],
  ['<u2', { itemBytes: 2, isFlat: false }],
  ['|u1', { itemBytes: 1, isFlat: true }],
]);

export function isNpy(start: Uint8Array): boolean {
  return String.fromCharCode(...start.subarray(0, magic.length)) === magic;
}

/**
 * Reads the header of a `.npy` file of bfloat16 values, and leaves the reader at the items.
 *
 * @throws ArenaError `bad-format`, or `unsupported` for another type of items
 */
export async function readNpyHeader(reader: ByteReader, file: string): Promise<NpyHeader> {
  const start = (await reader.read(startBytes, 'header')).slice();
  const lengthBytes = lengthBytesOf[start[magic.length]];
  if (!isNpy(start) || lengthBytes === undefined) throw refuse('bad-format', file, 'a .npy file', 'another');
  const length = (await reader.read(lengthBytes, 'header')).slice();
  const dictBytes = lengthBytes === 2 ? viewOf(length).getUint16(0, true) : viewOf(length).getUint32(0, true);
  if (dictBytes > maxHeaderBytes)
    throw refuse('bad-format', file, `a header of at most ${maxHeaderBytes} bytes`, dictBytes);
  const dict = await reader.read(dictBytes, 'header');
  const bytes = concat([start, length, dict]);
  const text = new TextDecoder('latin1').decode(dict);
  const [, descr] = /['"]descr['"]\s*:\s*['"]([^'"]+)['"]/.exec(text) ?? [];
  const [, order] = /['"]fortran_order['"]\s*:\s*(True|False)\b/.exec(text) ?? [];
  const [, shape] = /['"]shape['"]\s*:\s*\(([\dL,\s]*)\)/.exec(text) ?? [];
  if (order === undefined || shape === undefined)
    throw refuse('bad-format', file, 'a header with order and shape', 'none');
  const type = itemTypes.get(descr ?? '');
  if (descr === undefined || type === undefined) {
    const expected = `items of type ${[...itemTypes.keys()].join(', ')}`;
    throw refuse('unsupported', file, expected, descr ?? 'a structure');
  }
  const dims = shape
    .split(',')
    .map((dim) => dim.trim().replace(/L$/, ''))
    .filter((dim) => dim !== '')
    .map(Number);
  const payloadBytes = dims.reduce((product, dim) => product * dim, type.itemBytes);
  if (!Number.isSafeInteger(payloadBytes)) throw refuse('bad-format', file, 'a shape', `(${shape})`);
  if (payloadBytes % 2 !== 0) throw refuse('unsupported', file, 'an even number of bytes', payloadBytes);
  const cols = type.isFlat || dims.length < 2 ? undefined : dims.at(order === 'True' ? 0 : -1);
  return { bytes, descr, dims, payloadBytes, cols };
}

function refuse(
  kind: 'bad-format' | 'unsupported',
  what: string,
  expected: string,
  got: string | number,
): ArenaError {
  return new ArenaError(kind, { what, expected, got, hint: 'pass --raw to pack it as plain bytes' });
}
