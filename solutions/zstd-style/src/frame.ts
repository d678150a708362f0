import { assertDeclaredShape, elementCount, type FrameReader } from '@matrix-arena/contract';
import { codec, formatVersion, magic, maxBlockValues } from './constants.ts';
import { corrupt } from './errors.ts';

export interface Header {
  readonly rows: number;
  readonly cols: number;
  /** Values per row as the blocks see them: `cols`, or what was found for a flat matrix. Divides `rows · cols`. */
  readonly width: number;
  readonly checksum: number;
}

/** Fixed start of a frame; the blocks follow. */
export function headerOf({ rows, cols, width, checksum }: Header): Uint8Array {
  const name = Array.from(magic, (letter) => letter.charCodeAt(0));
  return Uint8Array.of(...name, formatVersion, ...bytesOfWords(rows, cols, width, checksum));
}

/** @throws CodecError `truncated`, `corrupt`, `unsupported-version` or `limit-exceeded` */
export function readHeader(reader: FrameReader): Header {
  reader.magic(magic);
  reader.formatVersion(formatVersion);
  const rows = reader.u32('rows');
  const cols = reader.u32('cols');
  assertDeclaredShape(rows, cols, codec);
  const width = reader.u32('width');
  if (width < 1 || width > maxBlockValues || elementCount({ rows, cols }) % width !== 0) {
    throw corrupt('width', `a divisor of ${rows} x ${cols}, at most ${maxBlockValues}`, width);
  }
  return { rows, cols, width, checksum: reader.u32('checksum') };
}

function bytesOfWords(...words: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * words.length));
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word, true);
  return new Uint8Array(view.buffer);
}

/** A run of whole rows that is coded on its own. */
export interface BlockShape {
  /** Index of its first value. */
  readonly start: number;
  readonly rows: number;
  readonly width: number;
}

/** Cuts the values into blocks: all of `rowsPerBlock` rows but the last. */
export function* blockShapes(valueCount: number, width: number): Generator<BlockShape> {
  const rowsPerBlock = Math.floor(maxBlockValues / width);
  const rows = valueCount / width;
  for (let row = 0; row < rows; row += rowsPerBlock) {
    yield { start: row * width, rows: Math.min(rowsPerBlock, rows - row), width };
  }
}
