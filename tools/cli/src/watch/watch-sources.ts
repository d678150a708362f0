import { relative } from 'node:path';
import { watch } from 'chokidar';
import { isIgnored, slashed } from '../check/sources.ts';
import type { Entrant } from './entrant.ts';

/** Editors and version control write several files at once, or one in several steps. */
const settleMs = 100;

export interface SourceWatcher {
  /** Called some moments after something was written; replaces the one before. */
  onChange: () => void;
  close(): Promise<void>;
}

/**
 * Watches the sources of solutions. Resolves once nothing that is written from then on can be missed.
 *
 * @param onError told of what goes wrong after that, such as too many open files
 */
export async function watchSources(
  entrants: readonly Entrant[],
  onError: (error: Error) => void,
): Promise<SourceWatcher> {
  const watcher = watch(
    entrants.map(({ folder }) => folder),
    { ignoreInitial: true, ignored: (path) => !entrants.some((entrant) => concerns(entrant, path)) },
  );
  let timer: NodeJS.Timeout | undefined;
  const sources: SourceWatcher = {
    onChange: () => {},
    async close() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => sources.onChange(), settleMs);
  });
  await new Promise<void>((resolve, reject) => {
    watcher.once('ready', resolve).once('error', reject);
  });
  watcher.on('error', (error) => onError(error instanceof Error ? error : new Error(String(error))));
  return sources;
}

/** Whether a path lies in one of a solution's roots, or on the way to one. */
function concerns({ folder, roots }: Entrant, path: string): boolean {
  const below = slashed(relative(folder, path));
  if (below === '') return true;
  return roots.some((root) => {
    if (root === '.') return !isIgnored(below) && !below.startsWith('../');
    if (root === below || root.startsWith(`${below}/`)) return true;
    return below.startsWith(`${root}/`) && !isIgnored(below.slice(root.length + 1));
  });
}
