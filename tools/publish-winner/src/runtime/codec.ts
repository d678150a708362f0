import type { Matrix } from '@matrix-arena/contract';
import { decodeBlock, encodeBlock } from './blocks.ts';
import { concat } from './chain.ts';
import { ContainerWriter } from './container.ts';
import { codecError } from './errors.ts';
import { toMatrix } from './input.ts';
import { type CompressOptions, checkedLevel } from './levels.ts';
import { maxBytesOf, type ParsedContainer, parseContainer, type ReadOptions } from './parse.ts';
import {
  type Compressor,
  type Decode,
  find,
  loadCompressor,
  loadDecode,
  readableSolutions,
  solutionText,
} from './solutions.ts';

/**
 * Compresses bfloat16 values without loss.
 *
 * @param input values of two bytes each, little-endian (one row), or a matrix; at most 256 MiB
 * @throws CodecError `invalid-argument` for an odd number of bytes, another dtype, a shape that contradicts the bytes or
 *   an unknown level, `limit-exceeded` for more than 256 MiB: use a `CompressionTransform`
 *
 * @example
 * const packed = await compress({ bytes, rows: 512, cols: 1024, dtype: 'bf16' });
 */
export async function compress(
  input: Uint8Array | Matrix,
  options: CompressOptions = {},
): Promise<Uint8Array> {
  const level = checkedLevel(options.level);
  const matrix = toMatrix(input);
  return pack(matrix, await loadCompressor(level));
}

/**
 * Restores what `compress` returned or a `CompressionTransform` wrote, by this version of the package or an earlier one.
 *
 * @throws CodecError `truncated` or `corrupt` for bytes that are not whole and sound, `unsupported-version` for a
 *   solution that only a later version of the package reads, `limit-exceeded` beyond `maxBytes`, `invalid-argument` for a
 *   `maxBytes` that is no number of bytes
 */
export async function decompress(container: Uint8Array, options: ReadOptions = {}): Promise<Matrix> {
  const parsed = parseContainer(container, maxBytesOf(options));
  return unpack(parsed, await loadDecode(parsed.id));
}

/** Like `compress` and `decompress`, without waiting. */
export interface LoadedCodec {
  compress(input: Uint8Array | Matrix): Uint8Array;
  decompress(container: Uint8Array): Matrix;
}

export interface CreateCodecOptions extends CompressOptions, ReadOptions {
  /** Whose containers `decompress` reads: the last winner's, which is the default, or those of all winners. */
  readonly reads?: 'winner' | 'all' | undefined;
}

/**
 * Loads what is needed once, and returns a codec whose calls are synchronous: they throw what `compress` and `decompress`
 * reject with.
 */
export async function createCodec(options: CreateCodecOptions = {}): Promise<LoadedCodec> {
  const { reads = 'winner' } = options;
  if (reads !== 'winner' && reads !== 'all')
    throw codecError('invalid-argument', 'create', 'reads', { expected: 'winner or all', got: reads });
  const maxBytes = maxBytesOf(options);
  const compressor = await loadCompressor(checkedLevel(options.level));
  const wanted = reads === 'all' ? readableSolutions() : readableSolutions().slice(0, 1);
  const decodes = new Map<string, Decode>();
  for (const id of wanted) decodes.set(solutionText(id), await loadDecode(id));
  const stored = await loadDecode(null);
  return {
    compress: (input) => pack(toMatrix(input), compressor),
    decompress(container) {
      const parsed = parseContainer(container, maxBytes);
      return unpack(parsed, parsed.id === null ? stored : loaded(parsed.id, decodes));
    },
  };
}

function loaded(id: NonNullable<ParsedContainer['id']>, decodes: ReadonlyMap<string, Decode>): Decode {
  find(id);
  const decode = decodes.get(solutionText(id));
  if (decode !== undefined) return decode;
  throw codecError('unsupported-version', 'decompress', 'solution', {
    expected: [...decodes.keys()].join(', '),
    got: `${solutionText(id)}; create the codec with reads: 'all'`,
  });
}

/** One block, so that the solution sees the whole matrix. */
function pack(matrix: Matrix, compressor: Compressor | null): Uint8Array {
  const writer = new ContainerWriter(compressor?.id ?? null);
  const parts = [writer.header];
  if (matrix.bytes.length > 0) {
    const { header, payload } = encodeBlock(matrix, compressor);
    parts.push(writer.block(header, payload), payload);
  }
  return concat([...parts, writer.end(matrix)]);
}

function unpack({ shape, blocks }: ParsedContainer, decode: Decode): Matrix {
  const contents = blocks.map(({ header, payload }) => decodeBlock(header, payload, decode));
  return { bytes: contents.length === 1 ? contents[0] : concat(contents), ...shape, dtype: 'bf16' };
}
