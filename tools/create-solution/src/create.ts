import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { ArenaError, isArenaError } from '@matrix-arena/contract';
import packageJson from '../package.json' with { type: 'json' };
import { type Answers, assertText, textAnswers } from './answers.ts';
import { type Flavour, flavours } from './flavours.ts';
import { assertFree, choosePlace, type Place } from './place.ts';
import { addToRanking } from './ranking.ts';
import { type Files, readTemplate } from './template.ts';

export interface CreateOptions {
  /** Folder of the package; by default below `solutions` of the checkout, or below `from`. */
  readonly dir?: string | undefined;
  /** The current folder. */
  readonly from: string;
  readonly signal?: AbortSignal;
}

/** What was made. */
export interface Created {
  readonly name: string;
  /** Absolute path of the package. */
  readonly folder: string;
  readonly flavour: Flavour;
  readonly kernels: Answers['kernels'];
  /** Paths of its files, relative to the folder. */
  readonly files: readonly string[];
  /** Paths of the files beside it that were changed, relative to the root of the checkout. */
  readonly changed: readonly string[];
}

/**
 * Makes a solution package that builds, passes the conformance suite and can be benched. It is written beside its
 * place and moved there when it is whole: on any error nothing is left behind.
 *
 * @throws ArenaError `usage` for answers that a manifest cannot have, `conflict` for a name or folder that is taken,
 *   `bad-format` for a ranking that is no JSON, `interrupted` when the signal is aborted, `not-found` when something
 *   cannot be written
 */
export async function createSolution(
  answers: Answers,
  { dir, from, signal }: CreateOptions,
): Promise<Created> {
  const { name, author, idea, license, kernels } = answers;
  for (const answer of textAnswers) assertText(answer, answers[answer]);
  const place = choosePlace(name, dir, from);
  assertFree(name, place);
  const { folder, workspace } = place;
  const flavour = workspace === null ? 'standalone' : 'workspace';
  const { words } = flavours[flavour];
  const files = await readTemplate(['common', flavour, kernels], {
    name,
    author: author.trim(),
    idea: idea.trim(),
    license: license.trim(),
    arenaVersion: packageJson.version,
    ...words,
  });
  const { name: packageName } = JSON.parse(String(files.get('package.json'))) as { name: string };
  const ranking = await write(place, packageName, files, signal);
  const changed = ranking === null || workspace === null ? [] : [relative(workspace, ranking)];
  return { name, folder, flavour, kernels, files: [...files.keys()], changed };
}

/**
 * All or nothing: only the two moves at the end touch anything that others see. The ranking comes last, after all that
 * takes long: until then it is not even read, since others may change it.
 *
 * @returns path of the ranking's package.json; null where there is none
 */
async function write(
  { folder, workspace }: Place,
  packageName: string,
  files: Files,
  signal?: AbortSignal,
): Promise<string | null> {
  // A leading dot hides it from the globs of package managers while it is there.
  const part = join(dirname(folder), `.${basename(folder)}.${randomUUID()}.part`);
  let isMoved = false;
  try {
    for (const [path, content] of files) {
      signal?.throwIfAborted();
      await mkdir(dirname(join(part, path)), { recursive: true });
      await writeFile(join(part, path), content);
    }
    signal?.throwIfAborted();
    await rename(part, folder);
    isMoved = true;
    return workspace === null ? null : addToRanking(workspace, packageName);
  } catch (cause) {
    const leftover = isMoved ? folder : part;
    await rm(leftover, { recursive: true, force: true }).catch(() => {});
    throw asArenaError(cause, folder, signal);
  }
}

function asArenaError(cause: unknown, folder: string, signal: AbortSignal | undefined): ArenaError {
  if (signal?.aborted)
    return new ArenaError('interrupted', { what: folder, hint: 'stopped; nothing was made', cause });
  if (isArenaError(cause)) return cause;
  const { message } = cause as Error;
  return new ArenaError('not-found', {
    what: folder,
    hint: `cannot be written (${message}); choose another place`,
    cause,
  });
}
