import { type Bf16Bits, matrixFromBits } from '@matrix-arena/bf16';
import { elementCount, FrameReader, type Matrix, matrixChecksum } from '@matrix-arena/contract';
import { blockMode, codec, streamCounts } from './constants.ts';
import { expectAtMost, expectSame } from './errors.ts';
import { type BlockShape, blockShapes, readHeader } from './frame.ts';
import { decodePlanesBlock } from './planes-block.ts';
import { decodeStepsBlock } from './steps-block.ts';
import { decodeStream, readStream, type Stream } from './streams.ts';

/** A block that was found in a frame and is not decoded yet. */
interface Block {
  readonly mode: number;
  readonly streams: readonly Stream[];
  readonly shape: BlockShape;
}

export function decompress(frame: Uint8Array): Matrix {
  const reader = new FrameReader(frame, codec);
  const { rows, cols, width, checksum } = readHeader(reader);
  const valueCount = elementCount({ rows, cols });
  // The whole frame is walked over before anything is allocated for its values.
  const blocks = Array.from(blockShapes(valueCount, width), (shape) => readBlock(reader, frame, shape));
  reader.end();
  const bits = new Uint16Array(valueCount);
  for (const block of blocks) decodeBlock(block, bits);
  const matrix = matrixFromBits(bits, rows, cols);
  expectSame('checksum', checksum, matrixChecksum(matrix));
  return matrix;
}

/** No stream holds more bytes than the block has values, so that these bound what decoding takes. */
function readBlock(reader: FrameReader, frame: Uint8Array, shape: BlockShape): Block {
  const mode = reader.u8('block mode');
  expectAtMost('block mode', blockMode.steps, mode);
  const streams = Array.from({ length: streamCounts[mode] }, () =>
    readStream(reader, frame, shape.rows * shape.width),
  );
  return { mode, streams, shape };
}

function decodeBlock({ mode, streams, shape }: Block, matrixBits: Bf16Bits): void {
  const { start, rows, width } = shape;
  const bits = matrixBits.subarray(start, start + rows * width);
  const contents = streams.map(decodeStream);
  if (mode === blockMode.planes) decodePlanesBlock(contents, bits);
  else decodeStepsBlock(contents, bits, width);
}
