import type { FrameReader } from '@matrix-arena/contract';
import { streamMethod } from './constants.ts';
import { expectAtMost, expectSame } from './errors.ts';
import { decodeZstd } from './zstd.ts';
import { readZstdFrame } from './zstd-frame.ts';

/** A stream that was found in a frame and is not decoded yet. */
export interface Stream {
  /** Size when decoded. */
  readonly contentBytes: number;
  /** View of the frame: the content, or a zstd frame of it. */
  readonly stored: Uint8Array;
  readonly isZstd: boolean;
}

/**
 * Finds the next stream.
 *
 *     method (8) = 0 | size (24) | bytes        stored
 *     method (8) = 1 | zstd frame               ends by itself
 *
 * @throws CodecError `truncated`, or `corrupt` when it is longer than `maxBytes`
 */
export function readStream(reader: FrameReader, frame: Uint8Array, maxBytes: number): Stream {
  const method = reader.u8('stream method');
  expectAtMost('stream method', streamMethod.zstd, method);
  const isZstd = method === streamMethod.zstd;
  const start = frame.length - reader.remainingBytes;
  const contentBytes = isZstd
    ? readZstdFrame(reader)
    : reader.u16('stream size') | (reader.u8('stream size') << 16);
  expectAtMost('stream size', maxBytes, contentBytes);
  if (!isZstd) return { contentBytes, stored: reader.bytes(contentBytes, 'stream'), isZstd };
  return { contentBytes, stored: frame.subarray(start, frame.length - reader.remainingBytes), isZstd };
}

/**
 * The bytes of a stream; a view of the frame if they are stored.
 *
 * @throws CodecError `corrupt` when a zstd frame is damaged or its content has another size than declared
 */
export function decodeStream({ contentBytes, stored, isZstd }: Stream): Uint8Array {
  if (!isZstd) return stored;
  const content = decodeZstd(stored);
  expectSame('stream size', contentBytes, content.length);
  return content;
}
