import * as zstd from '@bokuweb/zstd-wasm';
import { assertMatrix, CodecError, FrameReader, type Matrix, matrixChecksum } from '@matrix-arena/contract';
import { codec, headerBytes, readHeader, writeFrame } from './frame.ts';
import { readZstdFrame } from './zstd-frame.ts';

/** The level of the original competition's baseline. */
const level = 3;

export function compress(matrix: Matrix): Uint8Array {
  assertMatrix(matrix, codec);
  return writeFrame(matrix, encode(matrix.bytes));
}

export function decompress(frame: Uint8Array): Matrix {
  const reader = new FrameReader(frame, codec);
  const { rows, cols, contentBytes, checksum } = readHeader(reader);
  readZstdFrame(reader, contentBytes);
  reader.end();
  const matrix: Matrix = { bytes: decode(frame.subarray(headerBytes)), rows, cols, dtype: 'bf16' };
  const got = matrixChecksum(matrix);
  if (got !== checksum) {
    throw new CodecError('corrupt', {
      codec,
      stage: 'decompress',
      what: 'checksum',
      expected: checksum,
      got,
    });
  }
  return matrix;
}

function encode(bytes: Uint8Array): Uint8Array {
  try {
    return zstd.compress(bytes, level);
  } catch (cause) {
    throw new CodecError('internal', { codec, stage: 'compress', what: 'zstd', cause });
  }
}

/** Precondition: `readZstdFrame` has read the frame, since the library takes as much memory as it declares. */
function decode(zstdFrame: Uint8Array): Uint8Array {
  try {
    return zstd.decompress(zstdFrame);
  } catch (cause) {
    throw new CodecError('corrupt', { codec, stage: 'decompress', what: 'zstd frame', cause });
  }
}
