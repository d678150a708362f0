import { CodecError, FrameReader } from '@matrix-arena/contract';
import { codec } from './frame.ts';

const zstdMagic = 0xfd2fb528;

/**
 * Looks at the header of a zstd frame (RFC 8878, section 3.1.1.1). The library takes as much memory as the frame
 * declares, so a frame that lies must not get that far.
 *
 *     descriptor   7 6       | 5       | 4 3 2 | 1 0
 *                  size flag | single  |       | dictionary
 *
 * @throws CodecError `corrupt` when it declares another content size than expected, or a dictionary
 */
export function assertZstdContentSize(zstdFrame: Uint8Array, expectedBytes: number): void {
  const reader = new FrameReader(zstdFrame, codec);
  expect('zstd magic', zstdMagic, reader.u32('zstd magic'));
  const descriptor = reader.u8('zstd descriptor');
  expect('zstd dictionary', 0, descriptor & 3);
  const isSingleSegment = ((descriptor >>> 5) & 1) === 1;
  // One-shot decoding needs no window: whatever it says is not allocated.
  if (!isSingleSegment) reader.u8('zstd window');
  expect('zstd content size', expectedBytes, readContentSize(reader, descriptor >>> 6, isSingleSegment));
}

/** The field takes 0 or 1, 2, 4 or 8 bytes; the one of 2 bytes starts to count at 256. */
function readContentSize(reader: FrameReader, flag: number, isSingleSegment: boolean): number | 'none' {
  if (flag === 0) return isSingleSegment ? reader.u8('zstd content size') : 'none';
  if (flag === 1) return reader.u16('zstd content size') + 256;
  const low = reader.u32('zstd content size');
  return flag === 2 ? low : low + 2 ** 32 * reader.u32('zstd content size');
}

function expect(what: string, expected: number, got: number | string): void {
  if (got !== expected) throw new CodecError('corrupt', { codec, stage: 'decompress', what, expected, got });
}
