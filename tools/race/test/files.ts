/** A `.npy` file as numpy writes it. */
export function npyFile(descr: string, dims: readonly number[], payload: Uint8Array): Uint8Array {
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${dims.join(', ')},), }`;
  const headerBytes = Math.ceil((10 + dict.length + 1) / 64) * 64 - 10;
  const start = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${dict.padEnd(headerBytes - 1)}\n`, 'latin1');
  start.writeUInt16LE(headerBytes, 8);
  return Buffer.concat([start, payload]);
}

export interface Tensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** A `.safetensors` file with the tensors' bytes one after the other. */
export function safetensorsFile(tensors: Readonly<Record<string, Tensor>>): Uint8Array {
  let end = 0;
  const infos = Object.entries(tensors).map(([name, { dtype, shape, data }]) => {
    const startBytes = end;
    end += data.length;
    return [name, { dtype, shape, data_offsets: [startBytes, end] }];
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(infos)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, ...Object.values(tensors).map(({ data }) => data)]);
}

/** Values that compress: a ramp of small numbers. */
export function ramp(valueCount: number): Uint8Array {
  return new Uint8Array(Uint16Array.from({ length: valueCount }, (_, i) => 0x3f80 + (i % 96)).buffer);
}
