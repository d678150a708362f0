import { bytesPerValue, limits, type Matrix } from '@matrix-arena/contract';
import { encodeBlock } from './blocks.ts';
import { checkedChunk } from './byte-reader.ts';
import { ContainerWriter } from './container.ts';
import { codecError } from './errors.ts';
import { assertEven } from './input.ts';
import { type CompressOptions, checkedLevel, type Level } from './levels.ts';
import { loadCompressor } from './solutions.ts';

export interface CompressionOptions extends CompressOptions {
  /** How many bytes are compressed at once, and about how many are held. Default 4 MiB, at most 256 MiB. */
  readonly blockBytes?: number | undefined;
  /** Values per row, if known: blocks end where rows end. */
  readonly cols?: number | undefined;
}

/** 4 MiB: larger ones make frames hardly smaller. */
export const defaultBlockBytes = 2 ** 22;

export interface Plan {
  readonly level: Level;
  readonly blockBytes: number;
  /** Values per row; undefined for flat values. */
  readonly cols: number | undefined;
}

/** @throws CodecError `invalid-argument` */
export function planOf({ level, blockBytes = defaultBlockBytes, cols }: CompressionOptions): Plan {
  const isSize = Number.isInteger(blockBytes) && blockBytes > 0 && blockBytes % bytesPerValue === 0;
  if (!isSize || blockBytes > limits.maxMatrixBytes)
    throw invalid('blockBytes', `an even number up to ${limits.maxMatrixBytes}`, blockBytes);
  if (cols !== undefined && !(Number.isSafeInteger(cols) && cols >= 0))
    throw invalid('cols', 'a whole number >= 0', cols);
  return { level: checkedLevel(level), blockBytes: wholeRows(blockBytes, cols), cols };
}

/** As many rows as there is room for; a row that is larger than a block is cut. */
function wholeRows(blockBytes: number, cols = 0): number {
  const rowBytes = bytesPerValue * cols;
  return rowBytes === 0 || rowBytes > blockBytes ? blockBytes : blockBytes - (blockBytes % rowBytes);
}

/**
 * Makes a container of values that come in chunks of any size, a block at a time.
 *
 * @throws CodecError `invalid-argument` for chunks that are no bytes, and when the values end within a value or row
 */
export async function* compressChunks(
  source: AsyncIterable<Uint8Array>,
  plan: Plan,
): AsyncGenerator<Uint8Array, void, void> {
  const compressor = await loadCompressor(plan.level);
  const writer = new ContainerWriter(compressor?.id ?? null);
  const block = new Uint8Array(plan.blockBytes);
  let filled = 0;
  let totalBytes = 0;
  yield writer.header;
  function* write(): Generator<Uint8Array> {
    const { header, payload } = encodeBlock(matrixOf(block.subarray(0, filled), plan.cols), compressor);
    filled = 0;
    yield writer.block(header, payload);
    yield payload;
  }
  for await (const chunk of source) {
    const bytes = checkedChunk(chunk, 'compress');
    totalBytes += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + block.length - filled);
      block.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === block.length) yield* write();
    }
  }
  assertEven(totalBytes);
  const shape = shapeOf(totalBytes / bytesPerValue, plan.cols);
  if (filled > 0) yield* write();
  yield writer.end(shape);
}

function matrixOf(bytes: Uint8Array, cols: number | undefined): Matrix {
  const valueCount = bytes.length / bytesPerValue;
  const isRows = cols !== undefined && cols > 0 && valueCount % cols === 0;
  return isRows
    ? { bytes, rows: valueCount / cols, cols, dtype: 'bf16' }
    : { bytes, rows: 1, cols: valueCount, dtype: 'bf16' };
}

function shapeOf(valueCount: number, cols: number | undefined): { rows: number; cols: number } {
  if (cols === undefined) return { rows: 1, cols: valueCount };
  if (valueCount === 0) return { rows: 0, cols };
  if (cols === 0 || valueCount % cols !== 0)
    throw invalid('number of values', `whole rows of ${cols}`, valueCount);
  return { rows: valueCount / cols, cols };
}

function invalid(what: string, expected: string, got: number): Error {
  return codecError('invalid-argument', 'compress', what, { expected, got: String(got) });
}
