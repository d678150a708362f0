import { entropyReport } from '@matrix-arena/bf16';
import { ArenaError, type Matrix } from '@matrix-arena/contract';
import { readActivationText, readNpy, readRawBf16, readSafetensors } from '@matrix-arena/corpus/formats';
import type { MatrixBounds } from './state.ts';

/** A matrix that can be raced. */
export interface RaceMatrix {
  readonly id: string;
  readonly matrix: Matrix;
  readonly bounds: MatrixBounds;
}

/** A matrix with its bounds: all values are counted for them, which takes most of a second for 256 MiB. */
export function withBounds(id: string, matrix: Matrix): RaceMatrix {
  const { sign, exponent, mantissa, signGivenExponent, mantissaGivenExponent } = entropyReport(matrix.bytes);
  return { id, matrix, bounds: { sign, exponent, mantissa, signGivenExponent, mantissaGivenExponent } };
}

/** What a file holds. */
export interface RaceFile {
  readonly name: string;
  readonly matrices: readonly RaceMatrix[];
  /** Tensors of other types, by name. */
  readonly skipped: readonly { readonly name: string; readonly dtype: string }[];
  /** Whether the file is one matrix of one row, which may be all that it tells of the shape of its values. */
  readonly isFlat: boolean;
}

type Reader = (bytes: Uint8Array, name: string) => Omit<RaceFile, 'name'>;

const flatFile = (id: string, matrix: Matrix): Omit<RaceFile, 'name'> => ({
  matrices: [withBounds(id, matrix)],
  skipped: [],
  isFlat: matrix.rows === 1,
});

/** By extension. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['.npy', (bytes, name) => flatFile(name, readNpy(bytes, name))],
  ['.bf16', (bytes, name) => flatFile(name, readRawBf16(bytes, name))],
  ['.txt', (bytes, name) => flatFile(name, readActivationText(bytes, name))],
  [
    '.safetensors',
    (bytes, name) => {
      const { tensors, skipped } = readSafetensors(bytes, name);
      const matrices = tensors.map((tensor) => withBounds(tensor.name, tensor.matrix));
      return { matrices, skipped, isFlat: false };
    },
  ],
]);

/** What a file dialog offers. */
export const extensions: readonly string[] = [...readers.keys()];

/**
 * Checks what is known of a file before it is read.
 *
 * @throws ArenaError `unsupported` for another format, `limit-exceeded` for a file beyond `maxBytes`
 */
export function assertReadable(name: string, bytes: number, maxBytes: number): void {
  readerOf(name);
  if (bytes <= maxBytes) return;
  throw new ArenaError('limit-exceeded', {
    what: name,
    expected: `at most ${maxBytes} bytes`,
    got: bytes,
    hint: 'save some of its tensors as a file of their own; the arena command reads larger ones',
  });
}

/** @throws ArenaError `unsupported`, `bad-format` or `limit-exceeded`, naming the file */
export function readRaceFile(bytes: Uint8Array, name: string): RaceFile {
  return { name, ...readerOf(name)(bytes, name) };
}

/**
 * The same values in rows of another width.
 *
 * @throws ArenaError `usage` when the width does not divide them
 */
export function reshaped(one: RaceMatrix, cols: number): RaceMatrix {
  const { matrix } = one;
  const count = matrix.rows * matrix.cols;
  if (Number.isSafeInteger(cols) && cols > 0 && count % cols === 0)
    return { ...one, matrix: { ...matrix, rows: count / cols, cols } };
  throw new ArenaError('usage', {
    what: 'values in a row',
    expected: `a divisor of ${count}`,
    got: String(cols),
    hint: 'look up the last dimension of the array',
  });
}

/** As many matrices, in their order, as fit into `budgetBytes`; one at least. */
export function firstChoice(matrices: readonly RaceMatrix[], budgetBytes: number): ReadonlySet<string> {
  const chosen = new Set<string>();
  let bytes = 0;
  for (const { id, matrix } of matrices) {
    bytes += matrix.bytes.length;
    if (chosen.size > 0 && bytes > budgetBytes) break;
    chosen.add(id);
  }
  return chosen;
}

function readerOf(name: string): Reader {
  const extension = /\.[^.]+$/.exec(name)?.[0].toLowerCase() ?? '';
  const reader = readers.get(extension);
  if (reader !== undefined) return reader;
  throw new ArenaError('unsupported', {
    what: name,
    expected: `one of ${extensions.join(', ')}`,
    got: extension || 'no extension',
    hint: 'save the values with numpy.save or safetensors',
  });
}
