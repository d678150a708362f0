import { ArenaError, isArenaError } from '@matrix-arena/contract';
import type { SolutionPackage } from '@matrix-arena/harness';
import { readSample } from '../bench-sample.ts';
import { colours } from '../colours.ts';
import { withProgress } from '../progress.ts';
import { runCycle, type WatchOptions } from './cycle.ts';
import { type Entrant, entrantOf, hashSources } from './entrant.ts';
import { watchSources } from './watch-sources.ts';
import { headingLine } from './watch-text.ts';

/**
 * Benches solutions, and again whatever of them changes, until the signal aborts. A change while a bench is under way
 * ends it and starts the next one. What is wrong with a solution is printed, and the watch goes on.
 *
 * @param solutions one at least; the first is the author's; it is held against the others, or without any against the best stored
 *   result
 * @throws ArenaError `interrupted` when the signal aborts, and what reading the sample throws
 */
export async function watchBench(
  solutions: readonly SolutionPackage[],
  watch: WatchOptions,
  signal: AbortSignal,
): Promise<never> {
  const sampled = await withProgress((progress) => readSample(watch.sample, progress, signal));
  const entrants = await Promise.all(solutions.map((one) => entrantOf(one, watch.resultPath)));
  const watcher = await watchSources(entrants, ({ message }) => say(`may miss changes: ${message}`));
  try {
    for (let runNumber = 1; ; ) {
      const changed = new AbortController();
      watcher.onChange = () => {
        // What cannot be read is not as it was: the next cycle tells what is wrong.
        const isChanged = isAnyChanged(entrants).catch(() => true);
        void isChanged.then((is) => is && changed.abort());
      };
      const stop = AbortSignal.any([signal, changed.signal]);
      try {
        if (await runCycle(entrants, sampled, watch, runNumber, stop)) runNumber++;
      } catch (error) {
        if (!stop.aborted) showFault(solutions[0].manifest.name, error);
      }
      if (!stop.aborted) say('waiting for a change; Ctrl-C ends');
      else if (!signal.aborted) say('changed: starting again');
      await aborted(stop);
      if (signal.aborted) throw new ArenaError('interrupted', { what: 'watch', hint: 'ended' });
    }
  } finally {
    await watcher.close();
  }
}

async function isAnyChanged(entrants: readonly Entrant[]): Promise<boolean> {
  const changed = await Promise.all(entrants.map(async (one) => (await hashSources(one)) !== one.seen));
  return changed.includes(true);
}

/** What an author can mend is one line; anything else ends the watch. */
function showFault(name: string, error: unknown): void {
  if (!isArenaError(error)) throw error;
  process.stdout.write(`${headingLine(name, colours.red(error.message))}\n`);
}

function say(line: string): void {
  process.stderr.write(`${colours.dim(line)}\n`);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
