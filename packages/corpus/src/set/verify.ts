import { isArenaError } from '@matrix-arena/contract';
import { throwIfAborted } from '../interrupted.ts';
import type { WorkOptions } from '../types.ts';
import { type CorpusEntry, openSet } from './open-set.ts';
import { readEntry } from './read-entry.ts';

export type FileReport =
  | {
      readonly file: string;
      readonly ok: true;
      readonly matrixCount: number;
      readonly payloadBytes: number;
      /** Whether the manifest has a hash of it. Without one only format and sizes were checked. */
      readonly hasSha256: boolean;
    }
  | { readonly file: string; readonly ok: false; readonly problem: string };

export interface SetReport {
  readonly name: string;
  /** Whether every file is. */
  readonly ok: boolean;
  readonly files: readonly FileReport[];
}

/**
 * Reads every file of a set again and checks sizes, shapes and hashes against the manifest. A file that is not as it
 * should be is a line of the report.
 *
 * @throws ArenaError as `openSet` when the set itself cannot be opened, `interrupted`
 */
export async function verifySet(dir: string, { signal, onProgress }: WorkOptions = {}): Promise<SetReport> {
  const { name, entries } = await openSet(dir);
  const files: FileReport[] = [];
  let bytesDone = 0;
  for (const entry of entries) {
    throwIfAborted(signal, dir, 'stopped while checking; run it again');
    const { report, fileBytes } = await verifyEntry(entry);
    files.push(report);
    bytesDone += fileBytes;
    onProgress?.({
      filesDone: files.length,
      filesTotal: entries.length,
      bytesDone,
      currentFile: entry.id,
    });
  }
  return { name, ok: files.every(({ ok }) => ok), files };
}

async function verifyEntry(entry: CorpusEntry): Promise<{ report: FileReport; fileBytes: number }> {
  const file = entry.id;
  try {
    const { matrices, payloadBytes, fileBytes } = await readEntry(entry);
    const hasSha256 = entry.sha256 !== undefined;
    return { report: { file, ok: true, matrixCount: matrices.length, payloadBytes, hasSha256 }, fileBytes };
  } catch (error) {
    if (!isArenaError(error)) throw error;
    return { report: { file, ok: false, problem: error.message }, fileBytes: 0 };
  }
}
