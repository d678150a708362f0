/** A `.npy` file of version 1, with its header padded as numpy does. */
export function npyFile(descr: string, shape: string, payload: Uint8Array, order = 'False'): Uint8Array {
  const dict = `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`;
  const text = `${dict.padEnd(dict.length + 63 - ((10 + dict.length) % 64))}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length & 255, text.length >> 8]);
  return Buffer.concat([start, Buffer.from(text), payload]);
}

type Tensor = readonly [name: string, dtype: string, shape: readonly number[], bytes: Uint8Array];

/** A `.safetensors` file with metadata, and a header that ends in spaces. */
export function safetensorsFile(tensors: readonly Tensor[]): Uint8Array {
  let at = 0;
  const header: Record<string, object> = { __metadata__: { format: 'pt', note: 'ü' } };
  for (const [name, dtype, shape, { length }] of tensors) {
    header[name] = { dtype, shape, data_offsets: [at, at + length] };
    at += length;
  }
  return Buffer.concat([safetensorsHead(header), ...tensors.map(([, , , bytes]) => bytes)]);
}

/** What stands in front of the tensors. */
export function safetensorsHead(header: object): Uint8Array {
  const text = Buffer.from(`${JSON.stringify(header)}       `);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text]);
}
