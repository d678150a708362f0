import { xxh32 } from '@matrix-arena/contract';
import { viewOf } from './chain.ts';
import { codecError } from './errors.ts';

/** Changing one changes the bytes: see spec.md. */
export const blockKind = { end: 0, coded: 1, stored: 2 } as const;
export const blockHeaderBytes = 13;

/**
 *     0      1              5              9          13
 *     | kind | contentBytes | payloadBytes | checksum |
 */
export interface BlockHeader {
  readonly isCoded: boolean;
  /** Size of what the block stands for. */
  readonly contentBytes: number;
  /** Size of what follows the header. */
  readonly payloadBytes: number;
  /** xxh32 of the content. */
  readonly checksum: number;
}

export function writeBlockHeader(header: BlockHeader): Uint8Array {
  const bytes = new Uint8Array(blockHeaderBytes);
  const view = viewOf(bytes);
  view.setUint8(0, header.isCoded ? blockKind.coded : blockKind.stored);
  view.setUint32(1, header.contentBytes, true);
  view.setUint32(5, header.payloadBytes, true);
  view.setUint32(9, header.checksum, true);
  return bytes;
}

/**
 * Reads a block's header and checks its sizes, before anything is allocated for it.
 *
 * @throws CodecError `corrupt`, or `limit-exceeded` for more content than allowed
 */
export function readBlockHeader(bytes: Uint8Array, maxContentBytes: number): BlockHeader {
  const view = viewOf(bytes);
  const kind = view.getUint8(0);
  if (kind !== blockKind.coded && kind !== blockKind.stored)
    throw corrupt('block kind', `${blockKind.end}, ${blockKind.coded} or ${blockKind.stored}`, kind);
  const isCoded = kind === blockKind.coded;
  const contentBytes = view.getUint32(1, true);
  const payloadBytes = view.getUint32(5, true);
  if (contentBytes === 0) throw corrupt('block content bytes', 'at least 1', 0);
  if (contentBytes > maxContentBytes) {
    throw codecError('limit-exceeded', 'decompress', 'block content bytes', {
      expected: `at most ${maxContentBytes}`,
      got: contentBytes,
    });
  }
  const isPayloadSound = isCoded
    ? payloadBytes > 0 && payloadBytes < contentBytes
    : payloadBytes === contentBytes;
  if (!isPayloadSound)
    throw corrupt('block payload bytes', isCoded ? `1 to ${contentBytes - 1}` : contentBytes, payloadBytes);
  return { isCoded, contentBytes, payloadBytes, checksum: view.getUint32(9, true) };
}

/** @throws CodecError `corrupt` unless the content is the one that the header describes */
export function assertContent(content: Uint8Array, { contentBytes, checksum }: BlockHeader): void {
  if (content.length !== contentBytes) throw corrupt('block content bytes', contentBytes, content.length);
  const got = xxh32(content);
  if (got !== checksum) throw corrupt('block checksum', checksum, got);
}

export function corrupt(what: string, expected: string | number, got: string | number): Error {
  return codecError('corrupt', 'decompress', what, { expected, got });
}

/** @throws CodecError `corrupt` for a number beyond 2^53 */
export function readCount(view: DataView, offset: number, what: string): number {
  const count = view.getBigUint64(offset, true);
  if (count > BigInt(Number.MAX_SAFE_INTEGER)) throw corrupt(what, 'less than 2^53', String(count));
  return Number(count);
}
