import { ArenaError, type Matrix } from '@matrix-arena/contract';
import type { Shape } from '../types.ts';
import { assertShapeAgrees, foldDims, matrixFrom } from './matrix-from.ts';
import { readSafetensorsHeader, type TensorInfo } from './safetensors-header.ts';

export interface Safetensors {
  /** The BF16 tensors, by name. */
  readonly tensors: readonly { readonly name: string; readonly matrix: Matrix }[];
  /** The others, by name. */
  readonly skipped: readonly { readonly name: string; readonly dtype: string }[];
}

/** Sizes of the types that the format knows; a type that it will know one day is skipped unchecked. */
const bitsPerItem: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ F4: 4, F6_E2M3: 6, F6_E3M2: 6 },
    ...{ BOOL: 8, U8: 8, I8: 8, F8_E5M2: 8, F8_E4M3: 8, F8_E8M0: 8 },
    ...{ U16: 16, I16: 16, F16: 16, BF16: 16 },
    ...{ U32: 32, I32: 32, F32: 32, U64: 64, I64: 64, F64: 64, C64: 64 },
  }),
);

/**
 * Reads the BF16 tensors of a `.safetensors` file. A single value is 1 × 1, one dimension is one row; with more, the
 * last is cols and those before it multiply to rows.
 *
 * @param shape what is known of the shape from elsewhere: every BF16 tensor must have it
 * @throws ArenaError `bad-format` for damage (ranges that overlap, leave holes or contradict a shape, double names),
 *   `unsupported` when there is no BF16 tensor, `limit-exceeded`
 */
export function readSafetensors(bytes: Uint8Array, file: string, shape?: Shape): Safetensors {
  const { infos, data } = readSafetensorsHeader(bytes, file);
  assertRanges(infos, data.length, file);
  const wanted = infos.filter(({ dtype }) => dtype === 'BF16');
  const others = infos.filter(({ dtype }) => dtype !== 'BF16');
  if (wanted.length === 0) {
    throw new ArenaError('unsupported', {
      what: file,
      expected: 'at least one BF16 tensor',
      got: [...new Set(others.map(({ dtype }) => dtype))].sort().join(', ') || 'no tensors',
      hint: 'convert tensors to BF16 first',
    });
  }
  const tensors = wanted.map(({ name, dims, startBytes, endBytes }) => {
    const what = `${file}#${name}`;
    const folded = foldDims(dims);
    assertShapeAgrees(folded, shape, what);
    return { name, matrix: matrixFrom(data.subarray(startBytes, endBytes), folded, what) };
  });
  return { tensors, skipped: others.map(({ name, dtype }) => ({ name, dtype })) };
}

/** The ranges must follow each other from the first byte to the last, each of the size of its shape. */
function assertRanges(infos: readonly TensorInfo[], dataBytes: number, file: string): void {
  const inOrder = [...infos].sort((a, b) => a.startBytes - b.startBytes || a.endBytes - b.endBytes);
  let nextBytes = 0;
  for (const { name, dtype, dims, startBytes, endBytes } of inOrder) {
    const what = `${file}#${name}`;
    if (startBytes !== nextBytes) {
      fail(what, `data_offsets from ${nextBytes} on, without hole or overlap`, startBytes);
    }
    if (endBytes > dataBytes) fail(what, `data_offsets up to ${dataBytes} at most`, endBytes);
    const bits = bitsPerItem.get(dtype);
    const shapeBytes = dims.reduce((product, dim) => product * dim, (bits ?? 0) / 8);
    if (bits !== undefined && endBytes - startBytes !== shapeBytes) {
      fail(what, `${shapeBytes} bytes for ${dtype} of shape [${dims.join(', ')}]`, endBytes - startBytes);
    }
    nextBytes = endBytes;
  }
  if (nextBytes !== dataBytes) fail(file, `tensors that fill all ${dataBytes} bytes`, nextBytes);
}

function fail(what: string, expected: string, got: number): never {
  throw new ArenaError('bad-format', { what, expected, got, hint: 'fetch or write the file again' });
}
