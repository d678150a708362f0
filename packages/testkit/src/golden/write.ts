import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { ArenaError, isArenaError } from '@matrix-arena/contract';
import { assertSameMatrix } from '../rules/same.ts';
import { loadSolution } from '../run/load-solution.ts';
import { folderUrl, openPackage } from '../run/solution-package.ts';
import { goldenDir, readGoldenVersions } from './files.ts';
import { goldenMatrices } from './matrices.ts';

/**
 * Stores frames of the current format version below a solution, once. Frames that are there are never written anew:
 * other bytes are another format, with a version of its own.
 *
 * @param packageDir folder that holds manifest.json, as a file URL
 * @returns paths of the frames, relative to the package
 * @throws ArenaError `conflict` when there are frames of this version already, `not-found` when it is not built,
 *   `mismatch` when a matrix does not come back
 */
export async function writeGolden(packageDir: URL): Promise<string[]> {
  const folder = folderUrl(packageDir);
  const { manifest, entryHref } = await openPackage(folder);
  const dir = goldenDir(manifest.formatVersion);
  if ((await readGoldenVersions(folder)).includes(manifest.formatVersion)) {
    throw new ArenaError('conflict', {
      what: dir,
      hint: 'raise formatVersion in manifest.json if the bytes of a frame changed; stored frames stay',
    });
  }
  const golden = await makeGolden(entryHref);
  // Under another name until all are there: a folder of some frames would count as written.
  const unfinished = new URL(dir.replace(/\/$/, '.new/'), folder);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  for (const { name, frame, bytes } of golden) {
    await writeFile(new URL(`${name}.frame`, unfinished), frame);
    await writeFile(new URL(`${name}.bin`, unfinished), bytes);
  }
  await rename(unfinished, new URL(dir, folder));
  return golden.map(({ name }) => `${dir}${name}.frame`);
}

interface Golden {
  readonly name: string;
  readonly frame: Uint8Array;
  readonly bytes: Uint8Array;
}

async function makeGolden(entryHref: string): Promise<Golden[]> {
  let what = entryHref;
  try {
    const codec = await (await loadSolution(entryHref)).create();
    return goldenMatrices().map(({ name, matrix }) => {
      what = name;
      const frame = codec.compress(matrix);
      assertSameMatrix('another matrix', codec.decompress(frame), matrix);
      return { name, frame, bytes: matrix.bytes };
    });
  } catch (error) {
    if (isArenaError(error)) throw error;
    throw new ArenaError('mismatch', {
      what,
      expected: 'a codec that gives every matrix back',
      got: error instanceof Error ? error.message : String(error),
      hint: 'run the conformance tests first',
      cause: error,
    });
  }
}
