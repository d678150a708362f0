import { createHash } from 'node:crypto';

/** Bytes that look random and are the same each time: a linear congruential generator. */
export function noise(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A `.npy` file around any text as its dictionary. */
export function npyAround(dict: string, payload: Uint8Array, major = 1): Uint8Array {
  const lengthBytes = major === 1 ? 2 : 4;
  const fixedBytes = 8 + lengthBytes;
  const text = Buffer.from(dict, major === 3 ? 'utf8' : 'latin1');
  const padded = Math.ceil((fixedBytes + text.length + 1) / 64) * 64 - fixedBytes;
  const header = Buffer.alloc(fixedBytes + padded, ' ');
  header.write('\x93NUMPY', 'latin1');
  header[6] = major;
  header[7] = 0;
  if (lengthBytes === 2) header.writeUInt16LE(padded, 8);
  else header.writeUInt32LE(padded, 8);
  text.copy(header, fixedBytes);
  header[header.length - 1] = 10;
  return new Uint8Array(Buffer.concat([header, payload]));
}

/** A `.npy` file as numpy writes it. */
export function npyFile(descr: string, dims: readonly number[], payload: Uint8Array, major = 1): Uint8Array {
  const shape = dims.length === 1 ? `${dims[0]},` : dims.join(', ');
  return npyAround(`{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`, payload, major);
}

/** An `activation_*.txt` file of the competition. */
export function activationFile(payload: Uint8Array): Uint8Array {
  return new Uint8Array(
    Buffer.from(Buffer.from(npyFile('|u1', [payload.length], payload)).toString('base64')),
  );
}

/** A `.safetensors` file around any text as its header. */
export function safetensorsAround(header: string, data: Uint8Array): Uint8Array {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, text, data]));
}

export interface TensorSpec {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** A `.safetensors` file with the tensors' bytes one after the other. */
export function safetensorsFile(tensors: readonly TensorSpec[]): Uint8Array {
  let offset = 0;
  const infos = tensors.map(({ name, dtype, shape, data }) => {
    const start = offset;
    offset += data.length;
    return [name, { dtype, shape, data_offsets: [start, offset] }] as const;
  });
  const header = JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(infos) });
  return safetensorsAround(header, Buffer.concat(tensors.map(({ data }) => data)));
}
