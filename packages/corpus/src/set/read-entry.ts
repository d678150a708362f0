import { ArenaError } from '@matrix-arena/contract';
import { readWholeFile } from '../files.ts';
import { formatOf } from '../formats/table.ts';
import { sha256Hex } from '../sha256.ts';
import type { CorpusMatrix } from '../types.ts';
import type { CorpusEntry } from './open-set.ts';

export interface ReadEntry {
  readonly matrices: readonly CorpusMatrix[];
  readonly fileBytes: number;
  readonly payloadBytes: number;
}

/** Where to read from instead of `entry.path`, and what to call it in messages. */
export interface ReadEntryFrom {
  readonly path: string;
  readonly what: string;
}

/**
 * Reads a file of a set and checks it against everything that the manifest says of it.
 *
 * @throws ArenaError `not-found`; `bad-format` for damage or for a size, shape or hash that is not the manifest's;
 *   `unsupported`; `limit-exceeded`
 */
export async function readEntry(entry: CorpusEntry, from?: ReadEntryFrom): Promise<ReadEntry> {
  const { path, what } = from ?? { path: entry.path, what: entry.path };
  const bytes = await readWholeFile(path, what);
  const found = formatOf(entry.file).read(bytes, what, entry.shape);
  const matrices = found.map(({ tensor, matrix }) => ({
    id: tensor === undefined ? entry.id : `${entry.id}#${tensor}`,
    matrix,
    sha256: sha256Hex(matrix.bytes),
    direction: entry.direction,
    kind: entry.kind,
  }));
  const payloadBytes = matrices.reduce((sum, { matrix }) => sum + matrix.bytes.length, 0);
  const read: ReadEntry = { matrices, fileBytes: bytes.length, payloadBytes };
  assertSizes(entry, read, what);
  assertHash(entry, read, bytes, what);
  return read;
}

function assertSizes(entry: CorpusEntry, { fileBytes, payloadBytes }: ReadEntry, what: string): void {
  if (entry.payloadBytes !== undefined && entry.payloadBytes !== payloadBytes) {
    throw contradiction(what, `${entry.payloadBytes} bytes of values`, payloadBytes);
  }
  if (entry.bytes !== undefined && entry.bytes !== fileBytes && entry.bytes !== payloadBytes) {
    throw contradiction(what, `${entry.bytes} bytes`, fileBytes);
  }
}

/**
 * Manifests differ in whether they hash the file or the values in it, and either proves the values. The values of a
 * file of several matrices have no one hash.
 */
function assertHash(entry: CorpusEntry, { matrices }: ReadEntry, bytes: Uint8Array, what: string): void {
  if (entry.sha256 === undefined) return;
  if (matrices.length === 1 && matrices[0].sha256 === entry.sha256) return;
  const fileSha256 = sha256Hex(bytes);
  if (fileSha256 === entry.sha256) return;
  throw contradiction(what, `sha256 ${entry.sha256}`, fileSha256);
}

function contradiction(what: string, expected: string, got: string | number): ArenaError {
  return new ArenaError('bad-format', {
    what,
    expected: `${expected} as in the manifest`,
    got,
    hint: 'fetch the file again or correct the manifest',
  });
}
