import { rename } from 'node:fs/promises';
import { isArenaError } from '@matrix-arena/contract';
import { onFile } from '../files.ts';
import type { CorpusEntry } from '../set/open-set.ts';
import { readEntry } from '../set/read-entry.ts';
import { fileUrl, shownUrl } from './address.ts';
import { Attempt } from './attempt.ts';
import { download } from './download.ts';
import type { PullPlan } from './options.ts';
import { partPathOf, removePart } from './part-file.ts';
import { TransientError, withRetries } from './retry.ts';

export interface PulledFile {
  /** Whether it was there from an earlier pull. */
  readonly wasKept: boolean;
  readonly fileBytes: number;
}

/**
 * Makes sure that a file of a bucket is there, whole and as the manifest says. Under its own name a file is always
 * whole: it grows in a part file, which is checked and renamed.
 *
 * @param signal of the whole pull
 * @param onBytes told how much of the file is there
 */
export async function pullFile(
  bucket: URL,
  entry: CorpusEntry,
  plan: PullPlan,
  signal: AbortSignal,
  onBytes: (fileBytes: number) => void,
): Promise<PulledFile> {
  const heldBytes = await soundFileBytes(entry);
  if (heldBytes !== undefined) {
    onBytes(heldBytes);
    return { wasKept: true, fileBytes: heldBytes };
  }
  const { retries, backoffMs, timeoutMs, maxFileBytes } = plan;
  const url = fileUrl(bucket, entry.file);
  const what = shownUrl(url);
  const partPath = partPathOf(entry.path);
  return withRetries(what, { retries, backoffMs, signal }, async () => {
    const attempt = new Attempt(what, signal, timeoutMs);
    const hasSha256 = entry.sha256 !== undefined;
    try {
      await download({ url, partPath, hasSha256, maxFileBytes, onBytes }, attempt);
    } finally {
      attempt.close();
    }
    const fileBytes = await acceptPart(entry, partPath, what);
    return { wasKept: false, fileBytes };
  });
}

/** Size of a file that is there and as it should be; undefined when it has to be fetched. */
async function soundFileBytes(entry: CorpusEntry): Promise<number | undefined> {
  try {
    return (await readEntry(entry)).fileBytes;
  } catch (error) {
    // Access denied, a folder of that name: fetching would not help.
    if (!isArenaError(error) || error.kind === 'conflict') throw error;
    return undefined;
  }
}

/** Checks a part file, as far as manifest and format allow, and gives it its name. A bad one is removed. */
async function acceptPart(entry: CorpusEntry, partPath: string, what: string): Promise<number> {
  try {
    const { fileBytes } = await readEntry(entry, { path: partPath, what });
    await onFile(entry.path, () => rename(partPath, entry.path));
    await removePart(partPath);
    return fileBytes;
  } catch (error) {
    await removePart(partPath);
    if (!isArenaError(error, 'bad-format')) throw error;
    const { expected, got } = error;
    throw new TransientError('bad-format', {
      what,
      expected: expected ?? 'a sound file',
      got: got ?? error.hint,
    });
  }
}
