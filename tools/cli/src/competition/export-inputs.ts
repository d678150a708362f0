import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { ArenaError, isArenaError } from '@matrix-arena/contract';
import type { MatrixInfo } from '@matrix-arena/contract/schemas';
import type { CorpusEntry } from '@matrix-arena/corpus';
import type { CompetitionConfig, RoundInputs } from '@matrix-arena/ledger';
import { assertPlaceToWrite, untilInterrupted } from '@matrix-arena/node-kit';
import { counted } from '../format.ts';
import { withProgress } from '../progress.ts';
import { poolFolder, readRoundInputs } from './pool.ts';

export const copyOption = () =>
  new Option(
    '--copy',
    'copy the matrix files beside the manifest: arena bench --set reads them then',
  ).default(false);

export interface ExportOptions {
  readonly out: string;
  readonly copy: boolean;
  /** Folder of the pool; undefined for the one of the config. */
  readonly pool?: string | undefined;
}

/** Where the inputs of a round go, and the files that are copied. */
export interface PlannedExport {
  readonly dir: string;
  /** Null when the manifest is written alone. */
  readonly files: readonly CorpusEntry[] | null;
}

export interface Exported {
  readonly dir: string;
  readonly matrices: number;
  readonly isCopied: boolean;
}

/**
 * Finds out whatever may go wrong with an export before anything is written, and reads what is to be copied.
 *
 * @throws ArenaError `conflict` when the folder is not empty, `unavailable` when it cannot be written, `mismatch` when the
 *   pool is not what it was when the round was opened, `interrupted`, and what reading the pool throws
 */
export async function planExport(
  inputs: RoundInputs,
  config: CompetitionConfig,
  { out, copy, pool }: ExportOptions,
): Promise<PlannedExport> {
  const dir = resolve(out);
  await assertFree(dir);
  await assertPlaceToWrite(join(dir, 'manifest.csv'));
  if (!copy) return { dir, files: null };
  const { set } = await untilInterrupted((signal) =>
    withProgress((progress) => readRoundInputs(inputs, pool ?? poolFolder(config), progress, signal)),
  );
  return { dir, files: set.entries };
}

/**
 * Writes the inputs of a completed round as a set: the manifest, `round.json` with everything that the ledger knows of
 * them, and the files themselves if that was planned. The files keep their names, so that the set has the hash of the
 * round. When it fails, what it wrote is removed.
 *
 * @throws ArenaError `unavailable` when it cannot be written, `interrupted`
 */
export function exportInputs(inputs: RoundInputs, { dir, files }: PlannedExport): Promise<Exported> {
  const { matrices } = inputs.corpus;
  return untilInterrupted(async (signal) => {
    const isThere = existsSync(dir);
    try {
      await mkdir(dir, { recursive: true });
      for (const { id, path } of files ?? []) {
        if (signal.aborted)
          throw new ArenaError('interrupted', { what: dir, hint: 'stopped; export it again' });
        await mkdir(dirname(join(dir, id)), { recursive: true });
        await copyFile(path, join(dir, id));
      }
      await writeFile(join(dir, 'round.json'), `${JSON.stringify(inputs, null, 1)}\n`);
      // The last of all, since it makes a set of the folder.
      await writeFile(join(dir, 'manifest.csv'), manifestText(matrices));
    } catch (cause) {
      // It was empty, by what was planned.
      const written = isThere ? (await readdir(dir)).map((name) => join(dir, name)) : [dir];
      for (const path of written) await rm(path, { recursive: true, force: true });
      if (isArenaError(cause)) throw cause;
      const { message } = cause as Error;
      const hint = `cannot be written (${message}); choose another place with arena round show --out`;
      throw new ArenaError('unavailable', { what: dir, hint, cause });
    }
    return { dir, matrices: matrices.length, isCopied: files !== null };
  });
}

export function exportText({ dir, matrices, isCopied }: Exported): string {
  const files = isCopied ? ', with their files' : '; --copy adds their files';
  return `${counted(matrices, 'matrix', 'matrices')} in ${join(dir, 'manifest.csv')}${files}\n`;
}

/** @throws ArenaError `conflict` for a folder that something is in, and for what is no folder */
export async function assertFree(dir: string): Promise<void> {
  try {
    if ((await readdir(dir)).length === 0) return;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    const hint = `is no folder that can be read (${code}); name a folder that is new`;
    throw new ArenaError('conflict', { what: dir, hint, cause });
  }
  throw new ArenaError('conflict', { what: dir, hint: 'is not empty; name a folder that is new' });
}

/** One line for each file; what only holds for one matrix is left out where a file holds several. */
function manifestText(matrices: readonly MatrixInfo[]): string {
  const files = new Map<string, MatrixInfo[]>();
  for (const matrix of matrices) {
    const file = matrix.id.replace(/#.*$/s, '');
    files.set(file, [...(files.get(file) ?? []), matrix]);
  }
  const rows = [...files].map(([file, [first, ...others]]) => {
    const { kind = '', direction = '' } = first;
    const own = others.length === 0 && first.id === file;
    return own
      ? [file, first.sha256, first.rows, first.cols, kind, direction]
      : [file, '', '', '', kind, direction];
  });
  const lines = [['file', 'sha256', 'rows', 'cols', 'kind', 'direction'], ...rows];
  return lines.map((cells) => `${cells.map((cell) => quoted(String(cell))).join(',')}\n`).join('');
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
