import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { onFile } from '../files.ts';

/** The beginning of a file, from a download that was stopped. */
export interface HeldPart {
  readonly bytes: number;
  /** What the server called the version that it is of. */
  readonly etag: string | undefined;
}

export function partPathOf(path: string): string {
  return `${path}.part`;
}

function etagPathOf(partPath: string): string {
  return `${partPath}.etag`;
}

/**
 * The beginning that a download can go on from. Without a version and without a hash nothing would tell that the rest
 * belongs to another file, so such a beginning does not count.
 */
export async function heldPart(partPath: string, hasSha256: boolean): Promise<HeldPart | undefined> {
  const bytes = await stat(partPath).then(
    ({ size }) => size,
    () => 0,
  );
  const etag = await readFile(etagPathOf(partPath), 'utf8').catch(() => undefined);
  return bytes === 0 || (etag === undefined && !hasSha256) ? undefined : { bytes, etag };
}

export async function removePart(partPath: string): Promise<void> {
  await onFile(partPath, () => rm(partPath, { force: true }));
  await writeEtag(partPath, undefined);
}

/** Notes the version before the first byte of it is written, or that there is none. */
export async function writeEtag(partPath: string, etag: string | undefined): Promise<void> {
  const path = etagPathOf(partPath);
  await onFile(path, () => (etag === undefined ? rm(path, { force: true }) : writeFile(path, etag)));
}
