import { mkdir, writeFile } from 'node:fs/promises';
import { ArenaError } from '@matrix-arena/contract';
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
 * @throws ArenaError `conflict` when there are frames of this version already, `not-found` when it is not built
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
  const codec = await (await loadSolution(entryHref)).create();
  const golden = goldenMatrices().map(({ name, matrix }) => {
    const frame = codec.compress(matrix);
    assertSameMatrix(name, codec.decompress(frame), matrix);
    return { path: `${dir}${name}`, frame, bytes: matrix.bytes };
  });
  await mkdir(new URL(dir, folder), { recursive: true });
  for (const { path, frame, bytes } of golden) {
    await writeFile(new URL(`${path}.frame`, folder), frame);
    await writeFile(new URL(`${path}.bin`, folder), bytes);
  }
  return golden.map(({ path }) => `${path}.frame`);
}
