import { folderUrl, openPackage } from '../run/solution-package.ts';
import { explain, tellCase } from './explain.ts';
import { failureList } from './failure-list.ts';
import { type FuzzOptions, resolveFuzzOptions } from './options.ts';
import type { ToldCase } from './protocol.ts';
import type { FuzzEnd, FuzzReport } from './report.ts';
import { saveFailure } from './save.ts';
import { type FuzzThread, startThread } from './thread.ts';

const progressMs = 200;

/**
 * Feeds mutated and random frames and matrices to the built solution in a folder, in a thread that is replaced when the
 * solution fails. Inputs that it fails on are saved in its folder `.fuzz`.
 *
 * @param packageDir folder that holds manifest.json, as a file URL
 * @throws ArenaError `not-found` when it is not built, `bad-format` for a wrong manifest, `usage` for a bad seed
 *
 * @example
 * const { failures } = await runFuzz(new URL('file:///solutions/mine/'), { range: { first: 0, end: 10_000 } });
 */
export async function runFuzz(packageDir: URL, options: FuzzOptions = {}): Promise<FuzzReport> {
  const folder = folderUrl(packageDir);
  const { seed, range, checksummed, callLimitMs, maxFailures } = resolveFuzzOptions(options);
  const { manifest, entryHref } = await openPackage(folder);
  const startedMs = performance.now();
  const failures = failureList(maxFailures);
  let thread: FuzzThread | undefined;
  let stopped: FuzzEnd | undefined;
  let next = range.first;

  const stop = (reason: FuzzEnd): void => {
    stopped ??= reason;
    thread?.stop();
  };
  const freshThread = async (): Promise<FuzzThread> => {
    await thread?.close();
    thread = startThread({ entryHref, seed, isChecksummed: checksummed }, callLimitMs);
    // The old one may have been told while it was closed.
    if (stopped !== undefined) thread.stop();
    return thread;
  };
  const elapsedMs = (): number => performance.now() - startedMs;
  const unwatch = watchOptions(options, stop, () => ({
    solution: manifest.name,
    casesDone: Math.max(next, thread?.index() ?? 0) - range.first,
    casesWanted: range.end - range.first,
    failures: failures.all().length,
    elapsedMs: elapsedMs(),
  }));

  try {
    while (next < range.end && stopped === undefined) {
      const asked = { first: next, end: range.end };
      const answer = await (await freshThread()).ask({ type: 'run', range: asked, isThorough: false });
      if (answer.type === 'told') throw new Error('expected a verdict, got a case');
      if (answer.type === 'done') {
        next = answer.next;
        continue;
      }
      next = answer.index === undefined ? next : answer.index + 1;
      const { found, input } = await explain(answer, asked, freshThread);
      if (failures.count(found)) failures.keep(found, await saveFailure(folder, seed, found, input));
      if (answer.index === undefined) stop('no start');
      else if (failures.isFull()) stop('too many failures');
    }
  } finally {
    unwatch();
    await thread?.close();
  }
  return {
    solution: manifest.name,
    seed,
    range,
    casesDone: next - range.first,
    elapsedMs: elapsedMs(),
    end: next === range.end ? 'all done' : (stopped ?? 'all done'),
    failures: failures.all(),
  };
}

/** What a case is, without doing it. */
export async function tellOneCase(packageDir: URL, index: number, options: FuzzOptions): Promise<ToldCase> {
  const { seed, checksummed, callLimitMs } = resolveFuzzOptions(options);
  const { entryHref } = await openPackage(folderUrl(packageDir));
  const thread = startThread({ entryHref, seed, isChecksummed: checksummed }, callLimitMs);
  try {
    return await tellCase(thread, index);
  } finally {
    await thread.close();
  }
}

/** Sees to the clock and the signal. @returns a function that ends that */
function watchOptions(
  { timeLimitMs, signal, onProgress }: FuzzOptions,
  stop: (reason: FuzzEnd) => void,
  progress: () => Parameters<NonNullable<FuzzOptions['onProgress']>>[0],
): () => void {
  const interrupt = (): void => stop('interrupted');
  const ticker = onProgress && setInterval(() => onProgress(progress()), progressMs);
  const alarm = timeLimitMs === undefined ? undefined : setTimeout(() => stop('time limit'), timeLimitMs);
  if (signal?.aborted) interrupt();
  signal?.addEventListener('abort', interrupt);
  return () => {
    clearInterval(ticker);
    clearTimeout(alarm);
    signal?.removeEventListener('abort', interrupt);
  };
}
