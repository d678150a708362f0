import { type Codec, isCodecError, type Matrix } from '@matrix-arena/contract';
import { writeFrame } from '../src/frame.ts';
import solution from '../src/index.ts';

/** Eight values in two runs: eleven bytes of 0x22 behind five of 0x11. */
export const sample: Matrix = {
  bytes: Uint8Array.of(...Array(5).fill(0x11), ...Array(11).fill(0x22)),
  rows: 2,
  cols: 4,
  dtype: 'bf16',
};

/** The fields of a zstd frame, written down by hand from RFC 8878. */
export const part = {
  magic: [0x28, 0xb5, 0x2f, 0xfd],
  /** Single segment, no checksum, content size in one byte. */
  singleSegment: [0x20, 16],
  rawBlock: [5 << 3, 0, 0, 0x11, 0x11, 0x11, 0x11, 0x11],
  lastRun: [(11 << 3) | (1 << 1) | 1, 0, 0, 0x22],
  skippableFrame: [0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 0xff],
};

/** Decodes a zstd frame behind a header that fits the matrix. */
export async function decodeBehindHeader(zstdFrame: Iterable<number>, matrix = sample): Promise<Matrix> {
  const codec: Codec = await solution.create();
  return codec.decompress(writeFrame(matrix, Uint8Array.from(zstdFrame)));
}

/** The message of the CodecError of a kind with which the frame is refused. */
export async function refusal(kind: 'corrupt' | 'truncated', zstdFrame: readonly number[]): Promise<string> {
  try {
    await decodeBehindHeader(zstdFrame);
  } catch (error) {
    if (isCodecError(error, kind)) return error.message;
    throw error;
  }
  return 'not refused';
}
