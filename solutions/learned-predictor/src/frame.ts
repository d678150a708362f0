import { assertDeclaredShape, bytesPerValue } from '@matrix-arena/contract';
import { blockMode, codec, formatVersion, magic, maxBlockValues, maxWidth } from './constants.ts';
import { corrupt, type Reader, refused } from './frame-reader.ts';

export interface Header {
  readonly rows: number;
  readonly cols: number;
  /** Values per row as the blocks see them: `cols`, or what was found for a flat matrix. Divides `rows · cols`. */
  readonly width: number;
  readonly checksum: number;
}

/** Start of a frame, 11 to 15 bytes; the blocks follow. A width of 0 stands for `cols`. */
export function headerOf({ rows, cols, width, checksum }: Header): Uint8Array {
  const name = Array.from(magic, (letter) => letter.charCodeAt(0));
  const shape = [rows, cols, width === cols ? 0 : width].flatMap(varint);
  // An array of bytes keeps the lowest of each.
  return Uint8Array.of(
    ...name,
    formatVersion,
    ...shape,
    ...[0, 8, 16, 24].map((shift) => checksum >>> shift),
  );
}

/** @throws CodecError `truncated`, `corrupt`, `unsupported-version` or `limit-exceeded` */
export function readHeader(reader: Reader): Header {
  const got = String.fromCharCode(...reader.bytes(magic.length, 'magic'));
  if (got !== magic) throw corrupt('magic', magic, got);
  const version = reader.u8('format version');
  if (version !== formatVersion)
    throw refused('unsupported-version', 'format version', formatVersion, version);
  const rows = reader.varint('rows');
  const cols = reader.varint('cols');
  assertDeclaredShape(rows, cols, codec);
  const width = reader.varint('width') || cols;
  if ((rows * cols) % (width || 1) !== 0) throw corrupt('width', `a divisor of ${rows} x ${cols}`, width);
  return { rows, cols, width, checksum: reader.u32('checksum') };
}

/** See `Reader.varint`. */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** A run of values that is coded on its own: whole rows, unless they are too wide. */
export interface BlockShape {
  /** Index of its first value. */
  readonly start: number;
  readonly count: number;
}

/** Cuts the values into blocks, all of one size but the last. */
export function blockShapes(valueCount: number, width: number): BlockShape[] {
  const size = isPredictable(width) ? Math.floor(maxBlockValues / width) * width : maxBlockValues;
  return Array.from({ length: Math.ceil(valueCount / size) }, (_, i) => ({
    start: i * size,
    count: Math.min(size, valueCount - i * size),
  }));
}

export function isPredictable(width: number): boolean {
  return width > 0 && width <= maxWidth;
}

/** A block that was found in a frame and is not decoded yet. */
export interface Block extends BlockShape {
  readonly mode: number;
  readonly payload: Uint8Array;
}

export function readBlock(reader: Reader, shape: BlockShape, width: number): Block {
  const mode = reader.u8('block mode');
  if (mode > (isPredictable(width) ? blockMode.rows : blockMode.planes))
    throw corrupt('block mode', 'a known one', mode);
  const length = mode === blockMode.stored ? bytesPerValue * shape.count : reader.u32('block length');
  return { ...shape, mode, payload: reader.bytes(length, 'block') };
}
