import {
  type RunOptions,
  readSolutionPackage,
  type SolutionPackage,
  writeResultFile,
} from '@matrix-arena/harness';
import type { Contender, RuleSet } from '@matrix-arena/scoring';
import { benchMatrices, type Sample, type SampledSet } from '../bench-sample.ts';
import { runBuild } from '../check/build.ts';
import { tail } from '../check/run-process.ts';
import { colours } from '../colours.ts';
import { withProgress } from '../progress.ts';
import { storedResults } from '../workspace.ts';
import { type Entrant, hashSources } from './entrant.ts';
import { contenderIn, storedHolder } from './rivals.ts';
import { headingLine, watchText } from './watch-text.ts';

export interface WatchOptions {
  readonly sample: Sample;
  readonly rules: RuleSet;
  readonly options: RunOptions;
  /** Where each run's result is written, over that of the run before. */
  readonly resultPath: string | undefined;
  /** Folder whose checkout has the stored results. */
  readonly from: string;
}

/** Lines of a failed build that are shown. */
const shownLines = 20;

/**
 * Builds and benches what is not as it was benched last, and prints the figures of the first of the entrants.
 *
 * @returns whether there was a run; where a build fails there is none
 * @throws what benching throws, and ArenaError `bad-format` for a manifest that is not valid
 */
export async function runCycle(
  entrants: readonly Entrant[],
  sampled: SampledSet,
  watch: WatchOptions,
  runNumber: number,
  signal: AbortSignal,
): Promise<boolean> {
  const toBench: { readonly entrant: Entrant; readonly solution: SolutionPackage }[] = [];
  for (const entrant of entrants) {
    entrant.seen = await hashSources(entrant);
    const solution = await readSolutionPackage(entrant.manifestPath);
    if (!(await ensureBuilt(entrant, solution.manifest.name, signal))) return false;
    if (entrant.benched !== entrant.seen) toBench.push({ entrant, solution });
  }
  if (toBench.length === 0) return false;
  const solutions = toBench.map(({ solution }) => solution);
  const result = await withProgress((progress) =>
    benchMatrices(solutions, sampled, { ...watch, signal, progress }),
  );
  for (const { entrant, solution } of toBench) {
    entrant.previous = entrant.latest;
    entrant.latest = contenderIn(result, solution.manifest.name);
    entrant.benched = entrant.seen;
  }
  if (watch.resultPath !== undefined) await writeResultFile(watch.resultPath, result);
  const [own, ...rivals] = entrants;
  if (own.latest === null) return false;
  const isOwnNew = toBench.some(({ entrant }) => entrant === own);
  const against = await contenders(own.latest, rivals, watch);
  const before = isOwnNew ? own.previous : null;
  process.stdout.write(
    watchText({ runNumber, now: own.latest, before, rivals: against, rules: watch.rules }),
  );
  return true;
}

/** Builds sources that are not built yet. Prints what a failed build says. */
async function ensureBuilt(entrant: Entrant, name: string, signal: AbortSignal): Promise<boolean> {
  if (!entrant.hasBuild || entrant.built === entrant.seen) return true;
  // Until it has succeeded nobody knows what the built modules are.
  entrant.built = null;
  entrant.benched = null;
  const { code, output } = await withProgress((progress) => {
    progress.update('build', 0, 1, name);
    return runBuild(entrant.folder, signal);
  });
  if (code === 0) {
    entrant.built = entrant.seen;
    return true;
  }
  const lines = tail(output, shownLines).map((line) => `  ${line}`);
  const heading = headingLine(name, colours.red(`the build failed with exit code ${code}`));
  process.stdout.write(`${[heading, ...lines].join('\n')}\n`);
  return false;
}

/** The solutions named beside the author's, or else the best that is stored. */
async function contenders(
  own: Contender,
  rivals: readonly Entrant[],
  { from, rules }: WatchOptions,
): Promise<Contender[]> {
  if (rivals.length > 0) return rivals.flatMap(({ latest }) => latest ?? []);
  const holder = await storedHolder(await storedResults(from), own, rules);
  return holder === null ? [] : [holder];
}
