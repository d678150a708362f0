import { type Matrix, xxh32 } from '@matrix-arena/contract';
import { assertContent, type BlockHeader } from './block-header.ts';
import { fromSolution } from './errors.ts';
import type { Compressor, Decode } from './solutions.ts';

/** A block before its header is written. */
export interface Block {
  readonly header: BlockHeader;
  /** Memory of its own. */
  readonly payload: Uint8Array;
}

/** Stored when there is no compressor, or when its frame is not smaller. Precondition: the matrix has values. */
export function encodeBlock(matrix: Matrix, compressor: Compressor | null): Block {
  const { bytes } = matrix;
  const frame = compressor === null ? null : frameOf(matrix, compressor);
  const isCoded = frame !== null && frame.length < bytes.length;
  const payload = isCoded ? frame : bytes.slice();
  const header = {
    isCoded,
    contentBytes: bytes.length,
    payloadBytes: payload.length,
    checksum: xxh32(bytes),
  };
  return { header, payload };
}

function frameOf(matrix: Matrix, { compress }: Compressor): Uint8Array {
  try {
    return compress(matrix);
  } catch (error) {
    throw fromSolution(error, 'internal', 'compress');
  }
}

/**
 * The content of a block, in memory of its own.
 *
 * @throws CodecError `corrupt`, or what the solution finds
 */
export function decodeBlock(header: BlockHeader, payload: Uint8Array, decode: Decode): Uint8Array {
  const content = header.isCoded ? contentOf(payload, decode) : payload.slice();
  assertContent(content, header);
  return content;
}

function contentOf(payload: Uint8Array, decode: Decode): Uint8Array {
  try {
    return decode(payload);
  } catch (error) {
    throw fromSolution(error, 'corrupt', 'decompress');
  }
}
