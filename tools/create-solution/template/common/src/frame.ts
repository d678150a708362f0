import {
  assertDeclaredShape,
  CodecError,
  elementCount,
  FrameReader,
  type Matrix,
  matrixChecksum,
} from '@matrix-arena/contract';
import manifest from '../manifest.json' with { type: 'json' };

/** The name in messages. */
export const codec = manifest.name;
const { formatVersion } = manifest;

/** Changing it, or anything below, changes the bytes: see spec.md. */
const magic = 'MAPL';

export const headerBytes = 25;

/** What a frame says, before any of its planes is decoded. */
export interface Frame {
  readonly rows: number;
  readonly cols: number;
  readonly checksum: number;
  /** The coded planes: views of the frame. */
  readonly low: Uint8Array;
  readonly high: Uint8Array;
}

/** Puts the header in front of a matrix's coded planes. */
export function writeFrame(matrix: Matrix, low: Uint8Array, high: Uint8Array): Uint8Array {
  const frame = new Uint8Array(headerBytes + low.length + high.length);
  const view = new DataView(frame.buffer);
  for (let i = 0; i < magic.length; i++) frame[i] = magic.charCodeAt(i);
  frame[4] = formatVersion;
  view.setUint32(5, matrix.rows, true);
  view.setUint32(9, matrix.cols, true);
  view.setUint32(13, matrixChecksum(matrix), true);
  view.setUint32(17, low.length, true);
  view.setUint32(21, high.length, true);
  frame.set(low, headerBytes);
  frame.set(high, headerBytes + low.length);
  return frame;
}

/**
 * Takes a frame apart and allocates nothing. Whoever made the frame may be hostile: each field is checked before
 * it is used, in the order of spec.md.
 *
 * @throws CodecError `invalid-argument`, `truncated`, `corrupt`, `unsupported-version` or `limit-exceeded`
 */
export function readFrame(frame: Uint8Array): Frame {
  const reader = new FrameReader(frame, codec);
  reader.magic(magic);
  reader.formatVersion(formatVersion);
  const rows = reader.u32('rows');
  const cols = reader.u32('cols');
  assertDeclaredShape(rows, cols, codec);
  const checksum = reader.u32('checksum');
  const valueCount = elementCount({ rows, cols });
  const lowBytes = readPlaneSize(reader, 'low plane bytes', valueCount);
  const highBytes = readPlaneSize(reader, 'high plane bytes', valueCount);
  const low = reader.bytes(lowBytes, 'low plane');
  const high = reader.bytes(highBytes, 'high plane');
  reader.end();
  return { rows, cols, checksum, low, high };
}

/** A coded plane is never longer than the plane: then it would have been stored. */
function readPlaneSize(reader: FrameReader, what: string, valueCount: number): number {
  const got = reader.u32(what);
  if (got <= valueCount) return got;
  throw new CodecError('corrupt', {
    codec,
    stage: 'decompress',
    what,
    expected: `at most ${valueCount}`,
    got,
  });
}
