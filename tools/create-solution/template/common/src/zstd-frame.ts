import { CodecError, FrameReader, isCodecError } from '@matrix-arena/contract';
import { codec } from './frame.ts';

const zstdMagic = 0xfd2fb528;
const blockType = { raw: 0, rle: 1, compressed: 2 } as const;
const checksumBytes = 4;

/**
 * Walks over a zstd frame (RFC 8878, section 3.1.1) without decoding it. The library takes as much memory as the frame
 * declares, and decodes whatever frames follow it: one that lies, or is not alone, must not get that far.
 *
 *     descriptor   7 6       | 5       | 4      | 3        | 2        | 1 0
 *                  size flag | single  | unused | reserved | checksum | dictionary
 *
 * @throws CodecError `corrupt` unless this is one whole frame that declares so many bytes of content, and no dictionary
 */
export function assertZstdFrame(zstdFrame: Uint8Array, contentBytes: number): void {
  try {
    walkFrame(zstdFrame, contentBytes);
  } catch (error) {
    if (!isCodecError(error, 'truncated')) throw error;
    // The frame around it is all there: whoever waits for more would wait in vain.
    expect('zstd frame', 'whole', 'cut short');
  }
}

function walkFrame(zstdFrame: Uint8Array, contentBytes: number): void {
  const reader = new FrameReader(zstdFrame, codec);
  expect('zstd magic', zstdMagic, reader.u32('zstd magic'));
  const descriptor = reader.u8('zstd descriptor');
  expect('zstd reserved bit', 0, (descriptor >>> 3) & 1);
  expect('zstd dictionary', 0, descriptor & 3);
  const isSingleSegment = ((descriptor >>> 5) & 1) === 1;
  // One-shot decoding needs no window: whatever it says is not allocated.
  if (!isSingleSegment) reader.u8('zstd window');
  expect('zstd content size', contentBytes, readContentSize(reader, descriptor >>> 6, isSingleSegment));
  while (!readBlock(reader));
  if ((descriptor & 4) !== 0) reader.bytes(checksumBytes, 'zstd checksum');
  expect('bytes behind the zstd frame', 0, reader.remainingBytes);
}

/** The field takes 0 or 1, 2, 4 or 8 bytes; the one of 2 bytes starts to count at 256. */
function readContentSize(reader: FrameReader, flag: number, isSingleSegment: boolean): number | 'none' {
  if (flag === 0) return isSingleSegment ? reader.u8('zstd content size') : 'none';
  if (flag === 1) return reader.u16('zstd content size') + 256;
  const low = reader.u32('zstd content size');
  return flag === 2 ? low : low + 2 ** 32 * reader.u32('zstd content size');
}

/** Skips a block: bit 0 of its header says whether it is the last, bits 1 and 2 its type, bits 3 to 23 its size. */
function readBlock(reader: FrameReader): boolean {
  const header = reader.u16('zstd block header') | (reader.u8('zstd block header') << 16);
  const type = (header >>> 1) & 3;
  if (type > blockType.compressed) expect('zstd block type', 'at most 2', type);
  // The size of a run counts the values that it stands for; it is stored as one of them.
  reader.bytes(type === blockType.rle ? 1 : header >>> 3, 'zstd block');
  return (header & 1) === 1;
}

function expect(what: string, expected: number | string, got: number | string): void {
  if (got !== expected) throw new CodecError('corrupt', { codec, stage: 'decompress', what, expected, got });
}
