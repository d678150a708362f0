import { join } from 'node:path';
import { ArenaError, isArenaError } from '@matrix-arena/contract';
import { readWholeFile, temporaryOf, writeAtomically } from '../files.ts';

/** Stands in a folder from the first byte of a pull on, and stays, to tell where the set is from. */
const pullStateName = '.pull.json';

export interface PullState {
  /** Address of the bucket without its query, which may hold a secret. */
  readonly url: string;
  /** False from the first byte until the manifest is written. */
  readonly isComplete: boolean;
}

/** The state that a pull left in a folder; undefined when there was none. */
export async function readPullState(dir: string): Promise<PullState | undefined> {
  const path = join(dir, pullStateName);
  try {
    const json: unknown = JSON.parse(Buffer.from(await readWholeFile(path)).toString());
    const { url, isComplete } = Object(json) as Record<string, unknown>;
    if (typeof url === 'string' && typeof isComplete === 'boolean') return { url, isComplete };
  } catch (error) {
    if (isArenaError(error, 'not-found')) return undefined;
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ArenaError('bad-format', { what: path, hint: 'it is damaged: remove the folder and pull again' });
}

export async function writePullState(dir: string, state: PullState): Promise<void> {
  await writeAtomically(join(dir, pullStateName), `${JSON.stringify(state)}\n`);
}

/** Whether files of these names are nothing but the very first step of a pull that was stopped. */
export function isUntouched(names: readonly string[]): boolean {
  return names.every((name) => name === temporaryOf(pullStateName));
}

/** @throws ArenaError `conflict` for a folder in which a pull was stopped */
export async function assertPullIsComplete(dir: string): Promise<void> {
  const state = await readPullState(dir);
  if (state === undefined || state.isComplete) return;
  throw new ArenaError('conflict', {
    what: dir,
    expected: 'a complete set',
    got: `the rest of a pull from ${state.url} that was stopped`,
    hint: 'run the pull again',
  });
}
