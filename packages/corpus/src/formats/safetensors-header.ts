import { ArenaError } from '@matrix-arena/contract';
import { isPrintable, quoted } from '../printable.ts';
import { firstDuplicateKey } from './json-keys.ts';

/** The format's own limit: 100 MB. */
const maxHeaderBytes = 100_000_000;
const lengthBytes = 8;

export interface TensorInfo {
  readonly name: string;
  readonly dtype: string;
  readonly dims: readonly number[];
  /** Where its bytes are, counted from the end of the header. */
  readonly startBytes: number;
  readonly endBytes: number;
}

export interface SafetensorsHeader {
  /** By name, not yet checked against each other. */
  readonly infos: readonly TensorInfo[];
  /** The bytes of the tensors. */
  readonly data: Uint8Array;
}

/**
 * Reads the header of a `.safetensors` file:
 *
 *     header length N (8, little-endian) | header (N, JSON, may end in spaces) | bytes of the tensors, without holes
 *
 * @throws ArenaError `bad-format` for a header that is cut short or damaged or has names that are not printable,
 *   `limit-exceeded` beyond 100 MB
 */
export function readSafetensorsHeader(bytes: Uint8Array, file: string): SafetensorsHeader {
  requireBytes(bytes, lengthBytes, file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getBigUint64(0, true);
  if (headerBytes > maxHeaderBytes) {
    throw new ArenaError('limit-exceeded', {
      what: file,
      expected: `a header of at most ${maxHeaderBytes} bytes`,
      got: String(headerBytes),
      hint: 'check that it is a .safetensors file',
    });
  }
  const dataOffset = lengthBytes + Number(headerBytes);
  requireBytes(bytes, dataOffset, file);
  const header = parseHeader(bytes.subarray(lengthBytes, dataOffset), `${file} header`);
  const infos = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => tensorInfo(name, value, file))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { infos, data: bytes.subarray(dataOffset) };
}

function parseHeader(bytes: Uint8Array, what: string): object {
  // The format asks for it; so a byte-order mark or a bare list does not pass.
  if (bytes[0] !== '{'.charCodeAt(0)) throw malformed(what, 'a JSON object', 'something else');
  let text: string;
  let header: object;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (error) {
    throw malformed(what, 'a JSON object', 'something else', error);
  }
  const duplicate = firstDuplicateKey(text);
  if (duplicate === undefined) return header;
  throw malformed(what, 'each name once', `two of ${quoted(duplicate)}`);
}

function tensorInfo(name: string, value: unknown, file: string): TensorInfo {
  if (!isPrintable(name)) throw malformed(file, 'tensor names of printable characters', quoted(name));
  const what = `${file}#${name}`;
  const { dtype, shape, data_offsets: offsets } = Object(value) as Record<string, unknown>;
  if (typeof dtype !== 'string') throw malformed(what, 'a string for dtype', show(dtype));
  if (!isPrintable(dtype)) throw malformed(what, 'printable characters for dtype', quoted(dtype));
  if (!isCounts(shape)) throw malformed(what, 'whole numbers for shape', show(shape));
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    throw malformed(what, 'start and end for data_offsets', show(offsets));
  }
  return { name, dtype, dims: shape, startBytes: offsets[0], endBytes: offsets[1] };
}

/** Only lists of numbers are written out: others, and objects, may be nested too deeply for that. */
function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) {
    return value.every((item) => typeof item === 'number') ? JSON.stringify(value).slice(0, 40) : 'a list';
  }
  if (typeof value === 'string') return quoted(value.slice(0, 40));
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function requireBytes(bytes: Uint8Array, needed: number, file: string): void {
  if (bytes.length < needed) throw malformed(file, `at least ${needed} bytes`, bytes.length);
}

function malformed(what: string, expected: string, got: string | number, cause?: unknown): ArenaError {
  return new ArenaError('bad-format', { what, expected, got, hint: 'fetch or write the file again', cause });
}
