import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import type { Result } from '@matrix-arena/contract/schemas';
import { bundledSamplesDir } from '@matrix-arena/corpus';
import { defaultRunOptions, type RunOptions, writeResultFile } from '@matrix-arena/harness';
import { assertPlaceToWrite, untilInterrupted } from '@matrix-arena/node-kit';
import { defaultRuleSet, findRuleSet, type RuleSet, rankResult, ruleSets } from '@matrix-arena/scoring';
import { benchSample } from './bench-sample.ts';
import { seed, wholeNumber } from './option-values.ts';
import { rankingText } from './ranking-text.ts';
import { isTarball, withSolutions } from './submissions.ts';
import { watchBench } from './watch/watch-bench.ts';

/** What `--quick` means: enough to see that a codec works, not enough to rank it. */
const quick = { count: 6, options: { repeats: 3, timeBudgetMs: 0, quietWaitMs: 1000 } };

/**
 * What `--watch` means: as quick, since an author waits for it. One pass a stage gives more stages, without which an
 * interval knows nothing of drift, and a fixed number of threads makes runs alike.
 */
const watching = {
  count: quick.count,
  options: { ...quick.options, repeats: 4, samplesPerStage: 1, timingThreads: 1 },
};

/** `arena bench`: the main job. */
export function benchCommand() {
  const { repeats, callLimitMs, runLimitMs, quietWaitMs, timeBudgetMs } = defaultRunOptions;
  return new Command('bench')
    .description('verify and time solutions on a set of matrices, and rank them')
    .argument(
      '[solutions...]',
      'names of solutions in this checkout, folders, or tarballs of packages; all of the checkout by default',
    )
    .option('--set <dir>', 'folder of matrices with a manifest.csv (default: the bundled samples)')
    .option('--round-seed <n>', 'seed of the sample and of the order of the timing', seed, 0)
    .option('--count <n>', 'take a sample of so many matrices (default: all)', wholeNumber(1, 1e6))
    .option('--rules <name>', `rule set: ${ruleSets.map(({ name }) => name).join(', ')}`, defaultRuleSet.name)
    .option(
      '--repeats <n>',
      `timed passes over each matrix at least (default: ${repeats})`,
      wholeNumber(1, 1e4),
    )
    .option(
      '--time-budget-ms <n>',
      `sampling ends after this, or when all scores are known well enough (default: ${timeBudgetMs})`,
      wholeNumber(0, 1e9),
    )
    .option(
      '--timing-threads <n>',
      'matrices timed at once (default: measured, as many as do not disturb each other)',
      wholeNumber(1, 1024),
    )
    .option('--call-limit-ms <n>', 'longest time of one call', wholeNumber(1, 1e9), callLimitMs)
    .option(
      '--run-limit-ms <n>',
      'longest time of all calls of one solution',
      wholeNumber(1, 1e9),
      runLimitMs,
    )
    .option(
      '--quiet-wait-ms <n>',
      `longest wait for other work on the machine to end before timing (default: ${quietWaitMs})`,
      wholeNumber(0, 1e9),
    )
    .addOption(
      new Option('--sandbox', 'run all solutions in sandboxes, as is always done if one is a tarball')
        .default(false)
        .conflicts('unsafe'),
    )
    .option('--unsafe', 'run tarballs without a sandbox: their code can do to you what yours can', false)
    .option('--json <file>', 'write the whole result to a file, or to stdout with -')
    .option('--quick', `${quick.count} matrices, ${quick.options.repeats} passes`, false)
    .option(
      '--watch',
      'bench the first solution whenever its sources change, quickly; against the others, or the best stored result',
      false,
    )
    .action(async (names, options) => {
      const rules = findRuleSet(options.rules);
      const { callLimitMs, runLimitMs, sandbox, unsafe, repeats, timeBudgetMs, timingThreads, quietWaitMs } =
        options;
      const { watch, json } = options;
      if (watch) assertWatchable(names, json);
      // What may go wrong with it is found out before the long work.
      if (json !== undefined && json !== '-') await assertPlaceToWrite(json, { kind: 'not-found' });
      const shortened = watch ? watching : options.quick ? quick : undefined;
      const runOptions: RunOptions = {
        ...defaultRunOptions,
        ...shortened?.options,
        verifyThreads: availableParallelism(),
        callLimitMs,
        runLimitMs,
        ...definedOf({ repeats, timeBudgetMs, timingThreads, quietWaitMs }),
      };
      const sample = {
        directory: options.set === undefined ? bundledSamplesDir() : resolve(options.set),
        count: options.count ?? shortened?.count,
        roundSeed: options.roundSeed,
      };
      const from = process.cwd();
      const result = await untilInterrupted((signal) =>
        withSolutions(names, from, { sandbox, unsafe }, (solutions, isolation) => {
          const run = { ...runOptions, isolation };
          return watch
            ? watchBench(solutions, { sample, rules, options: run, resultPath: json, from }, signal)
            : benchSample(solutions, sample, rules, run, signal);
        }),
      );
      await output(result, json);
      assertAnythingMeasured(result, rules);
    });
}

/** Of what never ends there is no result to print, and a tarball does not change. */
function assertWatchable(names: readonly string[], json: string | undefined): void {
  const refuse = (hint: string): never => {
    throw new ArenaError('usage', { what: '--watch', hint });
  };
  if (names.length === 0) refuse('name the solution to watch, and those to hold it against behind it');
  if (names.some(isTarball)) refuse('watches folders; unpack the tarball, or bench it without --watch');
  if (json === '-') refuse('prints tables; pass a file to --json for the result of each run');
}

/** Options that were given. */
function definedOf<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof definedOf<T>
  >;
}

async function output(result: Result, path: string | undefined): Promise<void> {
  if (path === '-') {
    process.stdout.write(`${JSON.stringify(result, null, 1)}\n`);
    return;
  }
  // Neither may take the other away: a file that fails, as on a full disk, or a reader of the table that has left.
  try {
    if (path !== undefined) await writeResultFile(path, result);
  } finally {
    process.stdout.write(rankingText(result));
  }
}

/** A run is done when its failures are listed; it has failed when there is nothing else in it. */
function assertAnythingMeasured(result: Result, rules: RuleSet): void {
  const isMeasured = rankResult(result, rules).rows.some(({ rank }) => rank !== null);
  if (isMeasured) return;
  throw new ArenaError('bad-format', {
    what: 'bench',
    hint: 'no solution could be measured; see the failures above',
  });
}
