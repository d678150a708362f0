import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import packageJson from '../package.json' with { type: 'json' };
import { type Answers, assertText, textAnswers } from './answers.ts';
import { type Flavour, flavours } from './flavours.ts';
import { assertFree, choosePlace, type Place } from './place.ts';
import { type Change, changeRanking } from './ranking.ts';
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
 *   `interrupted` when the signal is aborted, `not-found` when something cannot be written
 */
export async function createSolution(
  answers: Answers,
  { dir, from, signal }: CreateOptions,
): Promise<Created> {
  const { name, author, idea, license, kernels } = answers;
  for (const answer of textAnswers) assertText(answer, answers[answer]);
  const place = choosePlace(name, dir, from);
  assertFree(name, place);
  const { workspace } = place;
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
  const change = workspace === null ? null : await changeRanking(workspace, packageName);
  await write(place, files, change, signal);
  return {
    name,
    folder: place.folder,
    flavour,
    kernels,
    files: [...files.keys()],
    changed: change === null || workspace === null ? [] : [relative(workspace, change.path)],
  };
}

/** All or nothing: only the two moves at the end touch anything that others see. */
async function write(
  { folder }: Place,
  files: Files,
  change: Change | null,
  signal?: AbortSignal,
): Promise<void> {
  // A leading dot hides it from the globs of package managers while it is there.
  const part = join(dirname(folder), `.${basename(folder)}.${randomUUID()}.part`);
  const changePart = change && `${change.path}.${randomUUID()}.part`;
  let isMoved = false;
  try {
    for (const [path, content] of files) {
      signal?.throwIfAborted();
      await mkdir(dirname(join(part, path)), { recursive: true });
      await writeFile(join(part, path), content);
    }
    if (change && changePart) await writeFile(changePart, change.text);
    signal?.throwIfAborted();
    await rename(part, folder);
    isMoved = true;
    if (change && changePart) await rename(changePart, change.path);
  } catch (cause) {
    const leftovers = [part, changePart, isMoved ? folder : null].filter((path) => path !== null);
    for (const path of leftovers) await rm(path, { recursive: true, force: true }).catch(() => {});
    throw asArenaError(cause, folder, signal);
  }
}

function asArenaError(cause: unknown, folder: string, signal: AbortSignal | undefined): ArenaError {
  if (signal?.aborted)
    return new ArenaError('interrupted', { what: folder, hint: 'stopped; nothing was made', cause });
  const { message } = cause as Error;
  return new ArenaError('not-found', {
    what: folder,
    hint: `cannot be written (${message}); choose another place`,
    cause,
  });
}
