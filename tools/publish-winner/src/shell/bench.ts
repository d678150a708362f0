import { cpus } from 'node:os';
import { ArenaError, bytesPerValue, type Matrix, ratio, throughput } from '@matrix-arena/contract';
import type { ByteReader } from '../runtime/byte-reader.ts';
import { createCodec } from '../runtime/codec.ts';
import { planOf } from '../runtime/compress-chunks.ts';
import { type Level, levels } from '../runtime/levels.ts';
import { blocksFor, type PackOptions } from './pack.ts';
import { type Part, partsOf } from './parts.ts';
import { alignTable, groupDigits } from './table.ts';

export interface LevelFigures {
  readonly level: Level;
  readonly ratio: number;
  /** Medians of the runs. */
  readonly compressMBps: number;
  readonly decompressMBps: number;
}

export interface BenchResult {
  readonly file: string;
  readonly machine: string;
  readonly runs: number;
  /** How much of the file's values was taken. */
  readonly valueBytes: number;
  readonly isWhole: boolean;
  readonly levels: readonly LevelFigures[];
}

const bytesPerMegabyte = 1e6;
/** What is held in memory at most. */
const maxValueBytes = 2 ** 28;

/**
 * Measures each level on the values of a file, cut into blocks as `pack` cuts them. One run that is not timed goes ahead;
 * it and the last run are compared with the values.
 *
 * @throws ArenaError `unsupported` for a file without values, `mismatch` when values do not come back
 */
export async function benchFile(
  reader: ByteReader,
  options: Omit<PackOptions, 'level'> & { readonly runs: number; readonly signal: AbortSignal },
): Promise<BenchResult> {
  const { file, runs, signal } = options;
  const { blocks, isWhole } = await readBlocks(reader, options);
  const valueBytes = blocks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (valueBytes === 0) {
    const hint = 'pass a file with bfloat16 values';
    throw new ArenaError('unsupported', { what: file, expected: 'values', got: 'none', hint });
  }
  const figures: LevelFigures[] = [];
  for (const level of [...levels].reverse()) {
    const { compress, decompress } = await createCodec({ level });
    const compressMs: number[] = [];
    const decompressMs: number[] = [];
    let packedBytes = 0;
    for (let run = 0; run <= runs; run++) {
      // Lets a Ctrl-C come through.
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      const start = performance.now();
      const packed = blocks.map(compress);
      const middle = performance.now();
      const restored = packed.map(decompress);
      const end = performance.now();
      if (run === 0 || run === runs) assertSame(blocks, restored, file);
      if (run === 0) continue;
      packedBytes = packed.reduce((sum, { length }) => sum + length, 0);
      compressMs.push(middle - start);
      decompressMs.push(end - middle);
    }
    figures.push({
      level,
      ratio: ratio(valueBytes, packedBytes),
      compressMBps: throughput(valueBytes, median(compressMs)) / bytesPerMegabyte,
      decompressMBps: throughput(valueBytes, median(decompressMs)) / bytesPerMegabyte,
    });
  }
  const machine = `${cpus()[0]?.model ?? 'unknown processor'} · Node ${process.version} · ${process.platform}`;
  return { file, machine, runs, valueBytes, isWhole, levels: figures };
}

async function readBlocks(
  reader: ByteReader,
  options: Omit<PackOptions, 'level'>,
): Promise<{ blocks: Matrix[]; isWhole: boolean }> {
  const blocks: Matrix[] = [];
  let valueBytes = 0;
  for await (const part of partsOf(reader, options.kind, options)) {
    if (part.type === 'bytes') {
      for await (const _ of part.content);
      continue;
    }
    for await (const block of blocksOf(part)) {
      if (valueBytes + block.bytes.length > maxValueBytes) return { blocks, isWhole: false };
      valueBytes += block.bytes.length;
      blocks.push(block);
    }
  }
  return { blocks, isWhole: true };
}

async function* blocksOf(part: Part): AsyncGenerator<Matrix, void, void> {
  const { blockBytes, cols } = planOf(blocksFor(part));
  let block = new Uint8Array(blockBytes);
  let filled = 0;
  for await (const chunk of part.content) {
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + blockBytes - filled);
      block.set(piece, filled);
      filled += piece.length;
      at += piece.length;
      if (filled < blockBytes) continue;
      yield matrixOf(block, cols);
      block = new Uint8Array(blockBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield matrixOf(block.slice(0, filled - (filled % bytesPerValue)), cols);
}

function matrixOf(bytes: Uint8Array, cols = 0): Matrix {
  const valueCount = bytes.length / bytesPerValue;
  const width = cols > 0 && valueCount % cols === 0 ? cols : valueCount;
  return { bytes, rows: width === 0 ? 1 : valueCount / width, cols: width, dtype: 'bf16' };
}

function assertSame(blocks: readonly Matrix[], restored: readonly Matrix[], file: string): void {
  const isSame = blocks.every(({ bytes }, i) => Buffer.compare(bytes, restored[i].bytes) === 0);
  if (isSame) return;
  const hint = 'its values do not come back: report this file';
  throw new ArenaError('mismatch', { what: file, hint });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

/** The same for people. */
export function benchText({
  file,
  machine,
  runs,
  valueBytes,
  isWhole,
  levels: figures,
}: BenchResult): string {
  const rows = figures.map((one) => [
    one.level,
    one.ratio.toFixed(3),
    one.compressMBps.toPrecision(3),
    one.decompressMBps.toPrecision(3),
  ]);
  const head = ['level', 'ratio', 'compress MB/s', 'decompress MB/s'];
  const part = isWhole ? 'all' : 'the first';
  return (
    `${machine}\n${file}: ${part} ${groupDigits(valueBytes)} bytes of values, medians of ${runs} runs after a first\n\n` +
    alignTable([head, ...rows], head.slice(1))
  );
}
