import { assertMatrix, bytesPerValue, type Codec, elementCount, type Matrix } from '@matrix-arena/contract';
import { blockMode, codec, maxSampleBytes, maxWidth } from './constants.ts';
import { type Block, blockShapes, headerOf, readBlock, readHeader } from './frame.ts';
import { corrupt, Reader } from './frame-reader.ts';
import { bytesAt, type Kernels } from './kernels.ts';

/** How much time compression is worth. */
export const levels = ['fast', 'balanced', 'max'] as const;

export interface CodecOptions {
  /**
   * `fast`: an entropy coder alone, at its full speed. `balanced`: the best score under the rules of the competition,
   * where time has a price, so that larger matrices get faster models. `max`: the smallest frames.
   * All levels write the same format.
   */
  readonly level: (typeof levels)[number];
}

/** Without evidence of a width rows are just runs of values that share a scale. */
const defaultWidth = 256;

export function makeCodec(kernels: Kernels, { level }: CodecOptions): Codec {
  function compress(matrix: Matrix): Uint8Array {
    assertMatrix(matrix, codec);
    const { rows, cols, bytes } = matrix;
    const valueCount = elementCount(matrix);
    kernels.setPrice(levels.indexOf(level), valueCount);
    const width = widthOf(matrix);
    let checksum = seedOf(rows, cols);
    const parts: Uint8Array[] = [];
    const shapes = blockShapes(valueCount, width);
    for (const shape of shapes) {
      const valueBytes = bytes.subarray(
        bytesPerValue * shape.start,
        bytesPerValue * (shape.start + shape.count),
      );
      const values = place(kernels, valueBytes);
      checksum = kernels.checksum(values, valueBytes.length, checksum);
      const blockBytes = kernels.encodeBlock(values, shape.count, width);
      if (blockBytes > valueBytes.length) parts.push(Uint8Array.of(blockMode.stored), valueBytes);
      else {
        const block = bytesAt(kernels, kernels.blockOf(), blockBytes);
        // The kernels' memory is void at the next block: only the last one can go from there straight to the frame.
        parts.push(shape === shapes.at(-1) ? block : block.slice());
      }
    }
    return concat([headerOf({ rows, cols, width, checksum }), ...parts]);
  }

  /** Values per row: of a flat matrix, what its values show. */
  function widthOf({ rows, cols, bytes }: Matrix): number {
    if (level === 'fast' || (rows > 1 && cols > 1) || cols * rows === 0) return cols;
    const sample = bytes.subarray(0, maxSampleBytes);
    const found = kernels.findWidth(place(kernels, sample), bytes.length / bytesPerValue);
    return found || ((rows * cols) % defaultWidth === 0 ? defaultWidth : cols);
  }

  function decompress(frame: Uint8Array): Matrix {
    const reader = new Reader(frame);
    const { rows, cols, width, checksum } = readHeader(reader);
    const valueCount = elementCount({ rows, cols });
    // The whole frame is walked over before anything is allocated for its values.
    const blocks = blockShapes(valueCount, width).map((shape) => readBlock(reader, shape, width));
    reader.end();
    const bytes = new Uint8Array(bytesPerValue * valueCount);
    let got = seedOf(rows, cols);
    for (const block of blocks) {
      const values = decodeBlock(block, width);
      got = kernels.checksum(values, bytesPerValue * block.count, got);
      bytes.set(bytesAt(kernels, values, bytesPerValue * block.count), bytesPerValue * block.start);
    }
    if (got >>> 0 !== checksum) throw corrupt('checksum', checksum, got >>> 0);
    return { bytes, rows, cols, dtype: 'bf16' };
  }

  function decodeBlock({ mode, payload, count }: Block, width: number): number {
    if (mode === blockMode.stored) return place(kernels, payload);
    kernels.releaseAll();
    // Wider rows are planes, which need none beside the values.
    const values = kernels.allocate(bytesPerValue * (count + 2 * Math.min(width, maxWidth)));
    const at = kernels.roomForPayload(payload.length, count, width);
    bytesAt(kernels, at, payload.length).set(payload);
    if (!kernels.decodeBlock(mode, at, payload.length, values, count, width)) {
      throw corrupt('block', 'sound streams', 'others');
    }
    return values;
  }

  return { compress, decompress };
}

/** Begins anew in the kernels' memory, with these bytes. */
function place(kernels: Kernels, bytes: Uint8Array): number {
  kernels.releaseAll();
  const address = kernels.allocate(bytes.length);
  bytesAt(kernels, address, bytes.length).set(bytes);
  return address;
}

/** The checksum begins with the shape, never with 0: a frame of zeros is not that of an empty matrix. */
function seedOf(rows: number, cols: number): number {
  return Math.imul(rows + 1, 0x9e3779b1) ^ Math.imul(cols, 0x85ebca77);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
