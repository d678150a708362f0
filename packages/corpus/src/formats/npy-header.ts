import { ArenaError } from '@matrix-arena/contract';
import { latin1Text } from './latin1.ts';
import { type PythonLiteral, parsePythonDict } from './python-literal.ts';

/** Longer headers are no headers of a plain array; numpy itself stops at 10 000 characters. */
export const maxNpyHeaderBytes = 65_536;

export interface NpyHeader {
  /** numpy's name of the type of one item, for example `|u1`. */
  readonly descr: string;
  /** Sizes of the dimensions, outermost first; empty for a single item. */
  readonly dims: readonly number[];
  /** Where the items begin. */
  readonly payloadOffsetBytes: number;
}

const magic = '\x93NUMPY';
/** Bytes of the header's length, by major version. */
const lengthBytesOf: Readonly<Record<number, number>> = { 1: 2, 2: 4, 3: 4 };

/**
 * Reads the header of a `.npy` file of version 1, 2 or 3:
 *
 *     magic (6) | major | minor | header length (2 or 4, little-endian) | dictionary as text | items
 *
 * @throws ArenaError `bad-format` for a header that is cut short or damaged, `unsupported` for another version, for a
 *   structured type and for Fortran order, `limit-exceeded` for one beyond `maxNpyHeaderBytes`
 */
export function readNpyHeader(bytes: Uint8Array, file: string): NpyHeader {
  const start = latin1Text(bytes.subarray(0, magic.length));
  if (start.length > 0 && !magic.startsWith(start)) {
    fail('bad-format', file, 'a .npy file', 'other content', 'write the file with numpy.save');
  }
  requireBytes(bytes, magic.length + 2, file);
  const major = bytes[magic.length];
  const lengthBytes = lengthBytesOf[major];
  if (lengthBytes === undefined) {
    return fail('unsupported', file, '.npy version 1, 2 or 3', major, 'write the file with numpy.save');
  }
  const dictOffset = magic.length + 2 + lengthBytes;
  requireBytes(bytes, dictOffset, file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dictBytes = lengthBytes === 2 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (dictBytes > maxNpyHeaderBytes) {
    const most = `a header of at most ${maxNpyHeaderBytes} bytes`;
    fail('limit-exceeded', file, most, dictBytes, 'write a plain array with numpy.save');
  }
  const payloadOffsetBytes = dictOffset + dictBytes;
  requireBytes(bytes, payloadOffsetBytes, file);
  const text = bytes.subarray(dictOffset, payloadOffsetBytes);
  const dict = parsePythonDict(major === 3 ? new TextDecoder().decode(text) : latin1Text(text), file);
  return { ...fields(dict, file), payloadOffsetBytes };
}

function fields(dict: Map<string, PythonLiteral>, file: string): Pick<NpyHeader, 'descr' | 'dims'> {
  const again = 'write the file again with numpy.save';
  const keys = [...dict.keys()].sort().join(', ');
  const known = 'descr, fortran_order, shape';
  if (keys !== known) fail('bad-format', `${file} header`, `the keys ${known}`, keys || 'none', again);
  const descr = dict.get('descr');
  if (typeof descr !== 'string') {
    return fail('unsupported', file, 'a plain item type', 'a structured one', 'save one field as an array');
  }
  const isFortran = dict.get('fortran_order');
  if (typeof isFortran !== 'boolean') {
    fail('bad-format', `${file} header`, 'True or False for fortran_order', String(isFortran), again);
  }
  if (isFortran === true) {
    fail('unsupported', file, 'C order', 'Fortran order', 'save numpy.ascontiguousarray of the array');
  }
  const dims = dict.get('shape');
  if (!Array.isArray(dims) || !dims.every(isDim)) {
    return fail('bad-format', `${file} header`, 'a tuple of whole numbers for shape', String(dims), again);
  }
  return { descr, dims };
}

function isDim(value: PythonLiteral): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function requireBytes(bytes: Uint8Array, needed: number, file: string): void {
  if (bytes.length >= needed) return;
  fail('bad-format', file, `at least ${needed} bytes`, bytes.length, 'the file is cut short: fetch it again');
}

function fail(
  kind: 'bad-format' | 'unsupported' | 'limit-exceeded',
  what: string,
  expected: string,
  got: string | number,
  hint: string,
): never {
  throw new ArenaError(kind, { what, expected, got, hint });
}
