import { ArenaError, bytesPerValue } from '@matrix-arena/contract';
import type { ByteReader } from '../runtime/byte-reader.ts';
import { concat, viewOf } from '../runtime/chain.ts';

export interface Tensor {
  readonly name: string;
  readonly dtype: string;
  readonly dims: readonly number[];
  readonly countBytes: number;
}

export interface SafetensorsHeader {
  /** Everything in front of the first tensor, as it is in the file. */
  readonly bytes: Uint8Array;
  /** In the order of their bytes. */
  readonly tensors: readonly Tensor[];
}

/** The type whose tensors are bfloat16 values. */
export const valueType = 'BF16';
/** The format's own limit: 100 MB. */
const maxHeaderBytes = 100_000_000;
const lengthBytes = 8;
/** Everything in front of the tensors, with the longest header. */
export const maxSafetensorsHeadBytes = lengthBytes + maxHeaderBytes;

/**
 * Reads the header of a `.safetensors` file, and leaves the reader at the first tensor.
 *
 * @throws ArenaError `bad-format` for a header that is damaged, or tensors that do not follow each other without holes
 */
export async function readSafetensorsHeader(reader: ByteReader, file: string): Promise<SafetensorsHeader> {
  const length = (await reader.read(lengthBytes, 'header')).slice();
  const headerBytes = viewOf(length).getBigUint64(0, true);
  if (headerBytes > maxHeaderBytes)
    throw refuse(file, `a header of at most ${maxHeaderBytes} bytes`, String(headerBytes));
  const header = await reader.read(Number(headerBytes), 'header');
  const entries = Object.entries(parse(header, file)).filter(([name]) => name !== '__metadata__');
  const infos = entries
    .map(([name, entry]) => tensorOf(name, entry, file))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let next = 0;
  for (const { name, start, end } of infos) {
    if (start !== next) throw refuse(`${file}#${name}`, `data_offsets from ${next} on`, start);
    next = end;
  }
  return { bytes: concat([length, header]), tensors: infos.map(({ tensor }) => tensor) };
}

/** Values per row: the last dimension. Undefined for flat values. */
export function colsOf({ dims }: Tensor): number | undefined {
  return dims.length < 2 ? undefined : dims.at(-1);
}

function parse(header: Uint8Array, file: string): object {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  } catch {
    // Told below: the parser's own message quotes the file.
  }
  throw refuse(file, 'a header of JSON', 'something else');
}

function tensorOf(
  name: string,
  entry: unknown,
  file: string,
): { name: string; start: number; end: number; tensor: Tensor } {
  const what = `${file}#${name}`;
  const { dtype, shape, data_offsets: offsets } = Object(entry) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !isCounts(shape)) throw refuse(what, 'dtype and shape', 'something else');
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0] > offsets[1])
    throw refuse(what, 'start and end for data_offsets', 'something else');
  const [start, end] = offsets;
  const valueBytes = shape.reduce((product, dim) => product * dim, bytesPerValue);
  if (dtype === valueType && end - start !== valueBytes)
    throw refuse(what, `${valueBytes} bytes for shape [${shape.join(', ')}]`, end - start);
  return { name, start, end, tensor: { name, dtype, dims: shape, countBytes: end - start } };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function refuse(what: string, expected: string, got: string | number): ArenaError {
  return new ArenaError('bad-format', {
    what,
    expected,
    got,
    hint: 'write the file again, or pass --raw to pack it as plain bytes',
  });
}
