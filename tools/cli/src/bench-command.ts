import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import type { Result } from '@matrix-arena/contract/schemas';
import { bundledSamplesDir, loadMatrices, openSet, sampleEntries } from '@matrix-arena/corpus';
import {
  defaultRunOptions,
  type RunOptions,
  type RunPhase,
  runBench,
  type SolutionPackage,
  withBenchLock,
  writeResultFile,
} from '@matrix-arena/harness';
import { defaultRuleSet, findRuleSet, type RuleSet, rankResult, ruleSets } from '@matrix-arena/scoring';
import { untilInterrupted } from './interrupt.ts';
import { seed, wholeNumber } from './option-values.ts';
import { withProgress } from './progress.ts';
import { rankingText } from './ranking-text.ts';
import { selectSolutions } from './workspace.ts';

/** What `--quick` means: enough to see that a codec works, not enough to rank it. */
const quick = { count: 6, repeats: 3, quietWaitMs: 1000 };

const phaseNames: Record<RunPhase, string> = { load: 'screen', verify: 'verify', wait: 'wait', time: 'time' };

/** `arena bench`: the main job. */
export function benchCommand() {
  const { repeats, callLimitMs, runLimitMs, quietWaitMs } = defaultRunOptions;
  return new Command('bench')
    .description('verify and time solutions on a set of matrices, and rank them')
    .argument(
      '[solutions...]',
      'names of solutions in this checkout, or paths; all of the checkout by default',
    )
    .option('--set <dir>', 'folder of matrices with a manifest.csv (default: the bundled samples)')
    .option('--round-seed <n>', 'seed of the sample and of the order of the timing', seed, 0)
    .option('--count <n>', 'take a sample of so many matrices (default: all)', wholeNumber(1, 1e6))
    .option('--rules <name>', `rule set: ${ruleSets.map(({ name }) => name).join(', ')}`, defaultRuleSet.name)
    .option('--repeats <n>', `timed passes over each matrix (default: ${repeats})`, wholeNumber(1, 1e4))
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
    .option('--json <file>', 'write the whole result to a file, or to stdout with -')
    .option('--quick', `${quick.count} matrices, ${quick.repeats} passes`, false)
    .action(async (names, options) => {
      const rules = findRuleSet(options.rules);
      const runOptions: RunOptions = {
        ...defaultRunOptions,
        verifyThreads: availableParallelism(),
        repeats: options.repeats ?? (options.quick ? quick.repeats : repeats),
        callLimitMs: options.callLimitMs,
        runLimitMs: options.runLimitMs,
        quietWaitMs: options.quietWaitMs ?? (options.quick ? quick.quietWaitMs : quietWaitMs),
      };
      const solutions = await selectSolutions(names, process.cwd());
      const sample = {
        directory: options.set === undefined ? bundledSamplesDir() : resolve(options.set),
        count: options.count ?? (options.quick ? quick.count : undefined),
        roundSeed: options.roundSeed,
      };
      const result = await untilInterrupted((signal) => bench(solutions, sample, rules, runOptions, signal));
      await output(result, options.json);
      assertAnythingMeasured(result, rules);
    });
}

interface Sample {
  readonly directory: string;
  readonly count: number | undefined;
  readonly roundSeed: number;
}

async function bench(
  solutions: readonly SolutionPackage[],
  { directory, count, roundSeed }: Sample,
  rules: RuleSet,
  options: RunOptions,
  signal: AbortSignal,
): Promise<Result> {
  return withProgress(async (progress) => {
    const set = await openSet(directory);
    const entries = sampleEntries(set.entries, count ?? set.entries.length, roundSeed);
    const matrices = await loadMatrices(set, entries, {
      signal,
      onProgress: ({ filesDone, filesTotal, currentFile }) =>
        progress.update('read', filesDone, filesTotal, currentFile),
    });
    const run = (): Promise<Result> =>
      runBench({
        solutions,
        matrices,
        corpus: { name: set.name, roundSeed, poolCount: set.entries.length },
        rules,
        options,
        signal,
        onEvent: ({ phase, done, total, what }) => progress.update(phaseNames[phase], done, total, what),
      });
    return withBenchLock(run, signal, (pid) =>
      progress.update('wait', 0, 1, `for the bench of process ${pid} to end`),
    );
  });
}

async function output(result: Result, path: string | undefined): Promise<void> {
  if (path === '-') {
    process.stdout.write(`${JSON.stringify(result, null, 1)}\n`);
    return;
  }
  if (path !== undefined) await writeResultFile(path, result);
  process.stdout.write(rankingText(result));
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
