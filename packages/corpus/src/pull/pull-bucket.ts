import { join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import pMap from 'p-map';
import { listIfThere, writeAtomically } from '../files.ts';
import { throwIfAborted } from '../interrupted.ts';
import { sampleEntries } from '../sample.ts';
import { formatSetManifest, manifestName } from '../set/manifest-csv.ts';
import { type CorpusEntry, entryOf } from '../set/open-set.ts';
import { fileUrl, parseBucketUrl, shownUrl } from './address.ts';
import { fetchManifest } from './fetch-manifest.ts';
import { type PullOptions, type PullPlan, planOf } from './options.ts';
import { type PulledFile, pullFile } from './pull-file.ts';
import { isUntouched, readPullState, writePullState } from './pull-state.ts';
import { interruptedHint } from './retry.ts';

export interface PullResult {
  readonly dir: string;
  readonly fileCount: number;
  /** How many of them were there from an earlier pull. */
  readonly keptCount: number;
  /** Size of all files. */
  readonly totalBytes: number;
}

/**
 * Downloads a set from a bucket: a web address with a `manifest.csv` and the files that it lists.
 *
 * A pull that stops, for whatever reason, is no set yet: `openSet` refuses its folder. Running it again goes on where
 * it stopped; files that are there and sound are kept. The manifest comes last and lists the files of this pull.
 *
 * @param destDir a new or empty folder, or one from an earlier pull of the same bucket
 * @throws ArenaError `usage`; `conflict` for a folder with other content; `not-found`; `network` after all retries;
 *   `bad-format` for a bad manifest or a file that stays wrong; `unsupported`; `limit-exceeded`; `interrupted`
 *
 * @example
 * await pullBucket('https://example.org/matrices', 'corpus', { count: 30, seed: 7 });
 */
export async function pullBucket(
  address: string,
  destDir: string,
  options: PullOptions = {},
): Promise<PullResult> {
  const plan = planOf(options);
  const bucket = parseBucketUrl(address);
  const url = shownUrl(bucket);
  throwIfAborted(plan.signal, url, interruptedHint);
  await assertDestination(destDir, url);

  const { retries, backoffMs, timeoutMs, maxFileBytes } = plan;
  const signal = plan.signal ?? new AbortController().signal;
  const retry = { retries, backoffMs, signal };
  const manifest = await fetchManifest(fileUrl(bucket, manifestName), timeoutMs, maxFileBytes, retry);
  const all = manifest.rows.map((row) => entryOf(row, destDir, ''));
  const entries = plan.count === undefined ? all : sampleEntries(all, plan.count, plan.seed);

  await writePullState(destDir, { url, isComplete: false });
  const files = await pullFiles(bucket, entries, plan, signal);
  const ids = new Set(entries.map(({ id }) => id));
  const rows = all.filter(({ id }) => ids.has(id));
  await writeAtomically(join(destDir, manifestName), formatSetManifest(manifest.header, rows));
  await writePullState(destDir, { url, isComplete: true });
  return {
    dir: destDir,
    fileCount: files.length,
    keptCount: files.filter(({ wasKept }) => wasKept).length,
    totalBytes: files.reduce((sum, { fileBytes }) => sum + fileBytes, 0),
  };
}

/** Pulls never mix with files that are not theirs to replace. */
async function assertDestination(destDir: string, url: string): Promise<void> {
  const names = await listIfThere(destDir);
  if (names === undefined || isUntouched(names)) return;
  const state = await readPullState(destDir);
  if (state?.url === url) return;
  throw new ArenaError('conflict', {
    what: destDir,
    expected: `an empty folder or one pulled from ${url}`,
    got: state === undefined ? 'other files' : `one pulled from ${state.url}`,
    hint: 'choose another folder',
  });
}

/**
 * Pulls several files at a time. The first failure stops the others, and nothing is running any more when this
 * throws.
 */
async function pullFiles(
  bucket: URL,
  entries: readonly CorpusEntry[],
  plan: PullPlan,
  signal: AbortSignal,
): Promise<PulledFile[]> {
  const stopping = new AbortController();
  const anySignal = AbortSignal.any([signal, stopping.signal]);
  const failures: unknown[] = [];
  const bytesOf = new Map<string, number>();
  let filesDone = 0;
  let bytesDone = 0;
  const report = (currentFile: string): void => {
    plan.onProgress?.({ filesDone, filesTotal: entries.length, bytesDone, currentFile });
  };
  const pulled = await pMap(
    entries,
    async (entry) => {
      if (anySignal.aborted) return undefined;
      try {
        const file = await pullFile(bucket, entry, plan, anySignal, (bytes) => {
          bytesDone += bytes - (bytesOf.get(entry.id) ?? 0);
          bytesOf.set(entry.id, bytes);
          report(entry.id);
        });
        filesDone++;
        report(entry.id);
        return file;
      } catch (error) {
        failures.push(error);
        stopping.abort();
        return undefined;
      }
    },
    { concurrency: plan.concurrency },
  );
  throwIfAborted(signal, shownUrl(bucket), interruptedHint);
  if (failures.length > 0) throw failures[0];
  return pulled.filter((file) => file !== undefined);
}
