import { randomUUID } from 'node:crypto';
import { copyFile, cp, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import type { Publication, Standing } from '@matrix-arena/publish-winner';
import { resultText } from './workspace-candidate.ts';

/**
 * Keeps a publication in a folder: the package, its tarball and the result that its figures are from. All or nothing.
 *
 * @param folder absolute; new or empty
 * @throws ArenaError `unavailable` where it cannot be written
 */
export async function keepPublication(
  { folder: packageFolder, tarball }: Publication,
  { record }: Standing,
  folder: string,
): Promise<void> {
  const part = join(dirname(folder), `.${basename(folder)}.${randomUUID()}.part`);
  try {
    await mkdir(part, { recursive: true });
    await cp(packageFolder, join(part, 'package'), { recursive: true });
    await copyFile(tarball, join(part, basename(tarball)));
    await writeFile(join(part, 'result.json'), resultText(record));
    await rmdir(folder).catch(() => {});
    await rename(part, folder);
  } catch (cause) {
    const hint = `cannot be written (${(cause as Error).message}); choose another --out`;
    throw new ArenaError('unavailable', { what: folder, hint, cause });
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}
