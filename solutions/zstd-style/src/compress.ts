import { type Bf16Bits, bitsView } from '@matrix-arena/bf16';
import {
  assertMatrix,
  bytesPerValue,
  elementCount,
  type Matrix,
  matrixChecksum,
} from '@matrix-arena/contract';
import { codec } from './constants.ts';
import { type BlockShape, blockShapes, headerOf } from './frame.ts';
import { FrameWriter } from './frame-writer.ts';
import { encodePlanesBlock } from './planes-block.ts';
import { encodeStepsBlock } from './steps-block.ts';
import { findWidth } from './width.ts';

/** Narrower rows have no scale to speak of, wider ones take memory for their columns. */
const minStepsWidth = 4;
const maxStepsWidth = 2 ** 16;
/** Fewer values than this do not pay for the headers of fourteen streams. */
const minStepsValues = 64;
/** Width of what is not cut into rows: all its blocks are planes. */
const noWidth = 1;

export function compress(matrix: Matrix): Uint8Array {
  assertMatrix(matrix, codec);
  const width = rowWidth(matrix);
  const frame = new FrameWriter();
  frame.bytes(headerOf({ rows: matrix.rows, cols: matrix.cols, width, checksum: matrixChecksum(matrix) }));
  for (const shape of blockShapes(elementCount(matrix), width)) frame.bytes(encodeBlock(matrix.bytes, shape));
  return frame.finish();
}

function rowWidth({ bytes, rows, cols }: Matrix): number {
  const bits = bitsView(bytes);
  // Infinities and NaNs lie on no scale.
  if (bits.length < minStepsValues || !areFinite(bits)) return noWidth;
  const width = rows === 1 ? (findWidth(bits) ?? noWidth) : cols;
  return width >= minStepsWidth && width <= maxStepsWidth ? width : noWidth;
}

function encodeBlock(matrixBytes: Uint8Array, { start, rows, width }: BlockShape): Uint8Array {
  const bytes = matrixBytes.subarray(bytesPerValue * start, bytesPerValue * (start + rows * width));
  const block = width === noWidth ? bytes : encodeStepsBlock(bitsView(bytes), width);
  return block.length < bytes.length ? block : encodePlanesBlock(bytes);
}

/** Whether no exponent field is 255: adding one to it would carry into bit 15. */
function areFinite(bits: Bf16Bits): boolean {
  let carries = 0;
  for (let i = 0; i < bits.length; i++) carries |= (bits[i] & 0x7fff) + 0x80;
  return (carries & 0x8000) === 0;
}
