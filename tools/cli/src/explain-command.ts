import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import type { Result } from '@matrix-arena/contract/schemas';
import { bundledSamplesDir, type CorpusMatrix } from '@matrix-arena/corpus';
import { defaultRunOptions, type RunOptions, type SolutionPackage } from '@matrix-arena/harness';
import { untilInterrupted } from '@matrix-arena/node-kit';
import { defaultRuleSet, findRuleSet, type RuleSet, ruleSets } from '@matrix-arena/scoring';
import { benchMatrices, readSample, type Sample } from './bench-sample.ts';
import { explanationOf } from './explain-figures.ts';
import { explanationText } from './explain-text.ts';
import { seed, wholeNumber } from './option-values.ts';
import { withProgress } from './progress.ts';
import { isTarball } from './submissions.ts';
import { selectSolutions } from './workspace.ts';

/** Enough passes to see where time goes; nothing is ranked by them. */
const passes = { repeats: 4, samplesPerStage: 1, timeBudgetMs: 0, timingThreads: 1, quietWaitMs: 1000 };
const quick = { count: 6, repeats: 2 };
/** Ids that an error lists at most. */
const listedIds = 10;

/** `arena explain`: where the bits and the time of one solution go, and what they cost. */
export function explainCommand() {
  return new Command('explain')
    .description('show where the bits and the time of a solution go, and what would raise its score')
    .argument('<solution>', 'name of a solution in this checkout, or its folder')
    .argument('[matrix]', 'id of one matrix, or a part of it that no other has (default: a table of all)')
    .option('--set <dir>', 'folder of matrices with a manifest.csv (default: the bundled samples)')
    .option('--count <n>', 'take a sample of so many matrices (default: all)', wholeNumber(1, 1e6))
    .option('--round-seed <n>', 'seed of the sample', seed, 0)
    .option('--rules <name>', `rule set: ${ruleSets.map(({ name }) => name).join(', ')}`, defaultRuleSet.name)
    .option('--quick', `${quick.count} matrices, ${quick.repeats} passes`, false)
    .option('--json', 'print everything as JSON', false)
    .action(async (name, wanted, options) => {
      if (isTarball(name)) {
        const hint = 'is not taken apart, since that happens without a sandbox; unpack it if you trust it';
        throw new ArenaError('usage', { what: name, hint });
      }
      const rules = findRuleSet(options.rules);
      const [solution] = await selectSolutions([name], process.cwd());
      const sample = {
        directory: options.set === undefined ? bundledSamplesDir() : resolve(options.set),
        count: options.count ?? (options.quick ? quick.count : undefined),
        roundSeed: options.roundSeed,
      };
      const runOptions = {
        ...defaultRunOptions,
        ...passes,
        ...(options.quick ? { repeats: quick.repeats } : {}),
        verifyThreads: availableParallelism(),
      };
      const result = await untilInterrupted((signal) =>
        bench(solution, wanted, { sample, rules, options: runOptions, signal }),
      );
      const explanation = explanationOf(result, rules);
      process.stdout.write(
        options.json
          ? `${JSON.stringify(explanation, null, 1)}\n`
          : explanationText(explanation, result, wanted !== undefined),
      );
    });
}

interface Bench {
  readonly sample: Sample;
  readonly rules: RuleSet;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
}

function bench(solution: SolutionPackage, wanted: string | undefined, run: Bench): Promise<Result> {
  return withProgress(async (progress) => {
    const sampled = await readSample(run.sample, progress, run.signal);
    const matrices = wanted === undefined ? sampled.matrices : [findMatrix(sampled.matrices, wanted)];
    return benchMatrices([solution], { ...sampled, matrices }, { ...run, progress });
  });
}

/** @throws ArenaError `usage` that lists ids, unless there is exactly one such matrix */
function findMatrix(matrices: readonly CorpusMatrix[], wanted: string): CorpusMatrix {
  const exact = matrices.find(({ id }) => id === wanted);
  const close = matrices.filter(({ id }) => id.toLowerCase().includes(wanted.toLowerCase()));
  const found = exact ?? (close.length === 1 ? close[0] : undefined);
  if (found !== undefined) return found;
  const ids = (close.length > 0 ? close : matrices).map(({ id }) => id);
  const more = ids.length > listedIds ? ` and ${ids.length - listedIds} more` : '';
  throw new ArenaError('usage', {
    what: 'matrix',
    expected: `one of ${ids.slice(0, listedIds).join(', ')}${more}`,
    got: wanted,
    hint: close.length > 1 ? 'name more of its id, so that one is left' : 'pass an id, or a part of one',
  });
}
