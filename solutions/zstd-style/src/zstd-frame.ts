import type { FrameReader } from '@matrix-arena/contract';
import { corrupt, expectAtMost, expectSame } from './errors.ts';

const zstdMagic = 0xfd2fb528;
const blockType = { raw: 0, rle: 1, compressed: 2 } as const;

/**
 * Walks over one zstd frame (RFC 8878, section 3.1.1) up to its end, without decoding it, and leaves the reader
 * behind it. The library takes as much memory as a frame declares, so every frame is looked at first; and since a
 * zstd frame ends by itself, no size has to be stored beside it.
 *
 *     descriptor   7 6       | 5       | 4      | 3        | 2        | 1 0
 *                  size flag | single  | unused | reserved | checksum | dictionary
 *
 * @returns size of the content, as declared
 * @throws CodecError `corrupt` when it declares no content size, a checksum of its own or a dictionary
 */
export function readZstdFrame(reader: FrameReader): number {
  expectSame('zstd magic', zstdMagic, reader.u32('zstd magic'));
  const descriptor = reader.u8('zstd descriptor');
  expectSame('zstd reserved bit, checksum and dictionary', 0, descriptor & 0xf);
  const isSingleSegment = ((descriptor >>> 5) & 1) === 1;
  // One-shot decoding needs no window: whatever it says is not allocated.
  if (!isSingleSegment) reader.u8('zstd window');
  const contentBytes = readContentSize(reader, descriptor >>> 6, isSingleSegment);
  while (!readBlock(reader));
  return contentBytes;
}

/** The field takes 0 or 1, 2, 4 or 8 bytes; the one of 2 bytes starts to count at 256. */
function readContentSize(reader: FrameReader, flag: number, isSingleSegment: boolean): number {
  if (flag === 0 && !isSingleSegment) throw corrupt('zstd content size', 'a number', 'none');
  if (flag === 0) return reader.u8('zstd content size');
  if (flag === 1) return reader.u16('zstd content size') + 256;
  const low = reader.u32('zstd content size');
  return flag === 2 ? low : low + 2 ** 32 * reader.u32('zstd content size');
}

/** Skips a block: bit 0 of its header says whether it is the last, bits 1 and 2 its type, bits 3 to 23 its size. */
function readBlock(reader: FrameReader): boolean {
  const header = reader.u16('zstd block header') | (reader.u8('zstd block header') << 16);
  const type = (header >>> 1) & 3;
  expectAtMost('zstd block type', blockType.compressed, type);
  // The size of a run counts the values that it stands for; it is stored as one of them.
  reader.bytes(type === blockType.rle ? 1 : header >>> 3, 'zstd block');
  return (header & 1) === 1;
}
