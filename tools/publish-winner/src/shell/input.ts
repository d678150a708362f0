import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { ArenaError } from '@matrix-arena/contract';
import { ByteReader } from '../runtime/byte-reader.ts';
import { isNpy } from './npy.ts';
import { type InputKind, inputKinds } from './parts.ts';

/** The path that stands for stdin and stdout. */
export const standard = '-';
const chunkBytes = 2 ** 18;

export interface Input {
  readonly reader: ByteReader;
  /** Name in messages. */
  readonly name: string;
  /** Undefined for a stream. */
  readonly totalBytes: number | undefined;
  /** Permissions, such as 0o600; undefined for a stream. */
  readonly mode: number | undefined;
}

/** Opens a file, or stdin. @throws the system's error when it is not there */
export async function openInput(path: string, signal: AbortSignal): Promise<Input> {
  if (path === standard)
    return { reader: readerOf(addAbortSignal(signal, process.stdin), 'stdin'), name: 'stdin', ...unknown };
  const handle = await open(path);
  const entry = await handle.stat();
  if (entry.isDirectory()) {
    await handle.close();
    const hint = 'it is a folder and no file; check the path';
    throw new ArenaError('not-found', { what: path, hint });
  }
  const stream = addAbortSignal(signal, handle.createReadStream({ highWaterMark: chunkBytes }));
  const facts = entry.isFile() ? { totalBytes: entry.size, mode: entry.mode & 0o777 } : unknown;
  return { reader: readerOf(stream, path), name: path, ...facts };
}

const unknown = { totalBytes: undefined, mode: undefined };

function readerOf(stream: Readable, name: string): ByteReader {
  // Whoever reads gets the error; before that, such as when stopped at once, there is nobody to hear of it.
  stream.on('error', () => {});
  return new ByteReader(stream, (what, countBytes, got) => {
    const hint = 'the file is cut short: fetch it again, or pass --raw to pack it as plain bytes';
    const expected = `${countBytes} bytes`;
    return new ArenaError('bad-format', { what: `${name}: ${what}`, expected, got, hint });
  });
}

/** The reader of a packed file, whose end is told by itself: a shortage is a `truncated` of its format. */
export function asPackedFile({ reader }: Input): ByteReader {
  return new ByteReader(reader.rest());
}

/** How a file is to be read: as told, or by its extension, or for stdin by its first bytes. @throws ArenaError */
export async function kindOf(path: string, reader: ByteReader, told: string | undefined): Promise<InputKind> {
  const expected = inputKinds.join(', ');
  if (told !== undefined) {
    const kind = inputKinds.find((one) => one === told);
    if (kind !== undefined) return kind;
    throw new ArenaError('usage', { what: '--as', expected, got: told, hint: 'pass one of them' });
  }
  if (path === standard) {
    if (isNpy(await reader.peek(8))) return 'npy';
    throw new ArenaError('usage', { what: 'stdin', hint: `say what it is with --as ${expected}` });
  }
  const extension = extname(path).slice(1).toLowerCase();
  const kind = inputKinds.find((one) => one === extension && one !== 'raw');
  if (kind !== undefined) return kind;
  throw new ArenaError('unsupported', {
    what: path,
    expected: '.bf16, .npy or .safetensors',
    got: extension === '' ? 'no extension' : `.${extension}`,
    hint: 'pass --raw to pack it as plain bytes, or --as to say what it is',
  });
}
