import { ArenaError, type Matrix } from '@matrix-arena/contract';
import type { Shape } from '../types.ts';
import { assertShapeAgrees, flatMatrixFrom, foldDims, matrixFrom } from './matrix-from.ts';
import { readNpyHeader } from './npy-header.ts';

interface ItemType {
  readonly itemBytes: number;
  /** Bytes of values without a shape of their own: the array's shape counts bytes. */
  readonly isFlat: boolean;
}

/** `V2` is how numpy stores the bfloat16 of ml_dtypes, `<u2` bit patterns, `|u1` bare bytes. */
const itemTypes: Readonly<Record<string, ItemType>> = {
  '<V2': { itemBytes: 2, isFlat: false },
  '|V2': { itemBytes: 2, isFlat: false },
  '<u2': { itemBytes: 2, isFlat: false },
  '|u1': { itemBytes: 1, isFlat: true },
};

/**
 * Reads a `.npy` file. One dimension is one row; with more, the last is cols and those before it multiply to rows.
 * An array of bytes (`|u1`) carries no shape of the values: always one row.
 *
 * @param shape what is known of the shape from elsewhere: must be the file's, and is ignored for `|u1`
 * @param only the one item type that is read, for a format that wraps this one
 * @throws ArenaError `bad-format` for damage, `unsupported` for another item type, Fortran order or version
 */
export function readNpy(bytes: Uint8Array, file: string, shape?: Shape, only?: '|u1'): Matrix {
  const { descr, dims, payloadOffsetBytes } = readNpyHeader(bytes, file);
  const itemType = Object.hasOwn(itemTypes, descr) ? itemTypes[descr] : undefined;
  if (itemType === undefined || (only ?? descr) !== descr) {
    throw new ArenaError('unsupported', {
      what: file,
      expected: `items of type ${only ?? Object.keys(itemTypes).join(', ')}`,
      got: JSON.stringify(descr),
      hint: `save bfloat16 values, viewed as ${only === '|u1' ? 'uint8' : 'uint16'}`,
    });
  }
  const payload = bytes.subarray(payloadOffsetBytes);
  const expectedBytes = dims.reduce((product, dim) => product * dim, itemType.itemBytes);
  if (payload.length !== expectedBytes) {
    throw new ArenaError('bad-format', {
      what: file,
      expected: `${expectedBytes} bytes after the header for shape (${dims.join(', ')})`,
      got: payload.length,
      hint: 'fetch the file again',
    });
  }
  if (itemType.isFlat) return flatMatrixFrom(payload, file);
  const folded = foldDims(dims);
  assertShapeAgrees(folded, shape, file);
  return matrixFrom(payload, folded, file);
}
