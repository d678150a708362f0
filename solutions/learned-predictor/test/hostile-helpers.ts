import { isCodecError } from '@matrix-arena/contract';
import { headerOf } from '../src/frame.ts';
import { codec } from './codec.ts';
import { checksum } from './reference/checksum.ts';
import { type Block, makeBlock, rowZero } from './reference/columns.ts';

export const mode = { stored: 0, planes: 1, rows: 2 } as const;

/** What differs from the frame of a matrix that is one block. */
export interface FrameLies {
  readonly width?: number;
  readonly checksum?: number;
  readonly lengthOfBlock?: number;
}

/** A frame with one block. Its checksum fits the values, so that a check that is missing shows. */
export function frameOf(
  values: Uint16Array,
  rows: number,
  blockMode: number,
  payload: Uint8Array,
  lies: FrameLies = {},
): Uint8Array {
  const cols = values.length / rows;
  const header = headerOf({
    rows,
    cols,
    width: lies.width ?? cols,
    checksum: lies.checksum ?? checksumOf(values, rows),
  });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(lies.lengthOfBlock ?? payload.length);
  return Uint8Array.from([...header, blockMode, ...(blockMode === mode.stored ? [] : length), ...payload]);
}

export function checksumOf(values: Uint16Array, rows: number): number {
  const cols = values.length / rows;
  const seed = Math.imul(rows + 1, 0x9e3779b1) ^ Math.imul(cols, 0x85ebca77);
  return checksum(new Uint8Array(values.slice().buffer), seed >>> 0);
}

/** Values of the matrix that a frame decodes to. */
export function decoded(frame: Uint8Array): number[] {
  return [...new Uint16Array(codec.decompress(frame).bytes.slice().buffer)];
}

/** Kind and reason of the CodecError that a frame is refused with; other errors pass. */
export function refusal(frame: Uint8Array): string {
  try {
    codec.decompress(frame);
  } catch (error) {
    if (isCodecError(error)) return `${error.kind}: ${error.message.replace('learned-predictor: ', '')}`;
    throw error;
  }
  return 'not refused';
}

/** What is said of a payload that contradicts itself. */
export const disagreement = 'corrupt: block: expected sound streams, got others';

/** Rows of zeros, which have no values in any stream. */
export function zeroBlock(flags = 0, rows = 3, cols = 4): Block {
  const block = makeBlock(new Uint16Array(rows * cols), rows, cols);
  block.flags = flags;
  block.rowKinds.fill(rowZero);
  return block;
}
