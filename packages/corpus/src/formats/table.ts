import { extname } from 'node:path';
import { ArenaError, type Matrix } from '@matrix-arena/contract';
import type { Shape } from '../types.ts';
import { readActivationText } from './activation-text.ts';
import { readNpy } from './npy.ts';
import { readRawBf16 } from './raw-bf16.ts';
import { readSafetensors } from './safetensors.ts';

interface FileMatrix {
  /** Name inside the file, where matrices have one. */
  readonly tensor?: string;
  readonly matrix: Matrix;
}

interface MatrixFormat {
  /** Names that count as matrices in a folder without a manifest: a text file need not be one. */
  readonly listed: RegExp;
  read(bytes: Uint8Array, file: string, shape: Shape | undefined): FileMatrix[];
}

/** A new format is a reader and a line here. */
const formats: ReadonlyMap<string, MatrixFormat> = new Map<string, MatrixFormat>([
  ['.bf16', { listed: /./, read: (bytes, file, shape) => [{ matrix: readRawBf16(bytes, file, shape) }] }],
  ['.npy', { listed: /./, read: (bytes, file, shape) => [{ matrix: readNpy(bytes, file, shape) }] }],
  ['.safetensors', { listed: /./, read: readTensors }],
  ['.txt', { listed: /^activation_/, read: (bytes, file) => [{ matrix: readActivationText(bytes, file) }] }],
]);

/** Extensions of the files that are read, with the dot. */
export const knownExtensions: readonly string[] = [...formats.keys()];

/**
 * @param what name of the file in messages
 * @throws ArenaError `unsupported` for a file of an unknown extension
 */
export function formatOf(file: string, what = file): MatrixFormat {
  const extension = extname(file).toLowerCase();
  const format = formats.get(extension);
  if (format !== undefined) return format;
  throw new ArenaError('unsupported', {
    what,
    expected: `one of ${knownExtensions.join(', ')}`,
    got: extension || 'no extension',
    hint: 'convert the file or leave it out',
  });
}

/** Whether a file in a folder without a manifest counts as one of its matrices. */
export function isMatrixFileName(name: string): boolean {
  return formats.get(extname(name).toLowerCase())?.listed.test(name) ?? false;
}

function readTensors(bytes: Uint8Array, file: string, shape: Shape | undefined): FileMatrix[] {
  return readSafetensors(bytes, file, shape).tensors.map(({ name, matrix }) => ({ tensor: name, matrix }));
}
