import type { Matrix } from './matrix.ts';
import { xxh32 } from './xxh32.ts';

/**
 * The checksum of a matrix that frames carry: xxHash32 over rows, cols and the xxHash32 of the bytes, each as 32 bits,
 * little-endian. It covers the shape because the bytes of 0x4 and 0x5 are the same.
 */
export function matrixChecksum({ bytes, rows, cols }: Matrix): number {
  const view = new DataView(new ArrayBuffer(12));
  view.setUint32(0, rows, true);
  view.setUint32(4, cols, true);
  view.setUint32(8, xxh32(bytes), true);
  return xxh32(new Uint8Array(view.buffer));
}
