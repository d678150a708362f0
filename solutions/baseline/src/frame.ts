import {
  assertDeclaredShape,
  bytesPerValue,
  elementCount,
  type FrameReader,
  type Matrix,
  matrixChecksum,
} from '@matrix-arena/contract';
import manifest from '../manifest.json' with { type: 'json' };

/** The name in messages. */
export const codec = manifest.name;
const { formatVersion } = manifest;

/** Changing it, or anything below, changes the bytes: see spec.md. */
const magic = 'MABL';

export const headerBytes = 17;

interface Header {
  readonly rows: number;
  readonly cols: number;
  /** Size of the matrix, as the shape says. */
  readonly contentBytes: number;
  readonly checksum: number;
}

/** Puts the header in front of a matrix's zstd frame. */
export function writeFrame(matrix: Matrix, zstdFrame: Uint8Array): Uint8Array {
  const frame = new Uint8Array(headerBytes + zstdFrame.length);
  const view = new DataView(frame.buffer);
  for (let i = 0; i < magic.length; i++) frame[i] = magic.charCodeAt(i);
  frame[4] = formatVersion;
  view.setUint32(5, matrix.rows, true);
  view.setUint32(9, matrix.cols, true);
  view.setUint32(13, matrixChecksum(matrix), true);
  frame.set(zstdFrame, headerBytes);
  return frame;
}

/** @throws CodecError `truncated`, `corrupt`, `unsupported-version` or `limit-exceeded` */
export function readHeader(reader: FrameReader): Header {
  reader.magic(magic);
  reader.formatVersion(formatVersion);
  const rows = reader.u32('rows');
  const cols = reader.u32('cols');
  assertDeclaredShape(rows, cols, codec);
  const checksum = reader.u32('checksum');
  return { rows, cols, contentBytes: bytesPerValue * elementCount({ rows, cols }), checksum };
}
