import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import type { MatrixInfo } from '@matrix-arena/contract/schemas';
import { openSet } from '@matrix-arena/corpus';
import type { CompetitionConfig, RoundInputs } from '@matrix-arena/ledger';
import { counted } from '../format.ts';
import { entriesOf, poolFolder } from './pool.ts';

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

export interface Exported {
  readonly dir: string;
  readonly matrices: number;
  readonly isCopied: boolean;
}

/**
 * Writes the inputs of a completed round as a set: the manifest, `round.json` with everything that the ledger knows of
 * them, and the files themselves if they are asked for. The files keep their names, so that the set has the hash of
 * the round.
 *
 * @throws ArenaError `conflict` when the folder is not empty, what reading the pool throws
 */
export async function exportInputs(
  inputs: RoundInputs,
  config: CompetitionConfig,
  { out, copy, pool }: ExportOptions,
): Promise<Exported> {
  const dir = resolve(out);
  const { matrices } = inputs.corpus;
  await assertFree(dir);
  const set = copy ? await openSet(pool ?? poolFolder(config)) : null;
  try {
    await mkdir(dir, { recursive: true });
    for (const { id, path } of set === null ? [] : entriesOf(set, matrices)) {
      await mkdir(dirname(join(dir, id)), { recursive: true });
      await copyFile(path, join(dir, id));
    }
    await writeFile(join(dir, 'round.json'), `${JSON.stringify(inputs, null, 1)}\n`);
    // The last of all, since it makes a set of the folder.
    await writeFile(join(dir, 'manifest.csv'), manifestText(matrices));
  } catch (cause) {
    const { message } = cause as Error;
    throw new ArenaError('unavailable', {
      what: dir,
      hint: `cannot be written (${message}); choose another place`,
      cause,
    });
  }
  return { dir, matrices: matrices.length, isCopied: copy };
}

export function exportText({ dir, matrices, isCopied }: Exported): string {
  const files = isCopied ? ', with their files' : '; --copy adds their files';
  return `${counted(matrices, 'matrix', 'matrices')} in ${join(dir, 'manifest.csv')}${files}\n`;
}

/** @throws ArenaError `conflict` for a folder that something is in */
export async function assertFree(dir: string): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  if (names.length > 0)
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
