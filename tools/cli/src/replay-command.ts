import { resolve } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import type { Result } from '@matrix-arena/contract/schemas';
import { bundledSamplesDir, corpusHash } from '@matrix-arena/corpus';
import {
  currentCheckout,
  defaultRunOptions,
  type RunOptions,
  readResultFile,
  type SolutionPackage,
  screenSolution,
} from '@matrix-arena/harness';
import { untilInterrupted } from '@matrix-arena/node-kit';
import { findRuleSet } from '@matrix-arena/scoring';
import { benchSample } from './bench-sample.ts';
import { wholeNumber } from './option-values.ts';
import { replayDifferences, replayText } from './replay-text.ts';
import { selectSolutions } from './workspace.ts';

/** `arena replay`: makes a run again and lists what differs beyond noise. */
export function replayCommand() {
  return new Command('replay')
    .description(
      'repeat the run of a result: same commit, code, matrices and seed; list what differs beyond noise',
    )
    .argument('<result>', 'file written by arena bench --json')
    .option('--set <dir>', 'folder of the matrices (default: the bundled samples)')
    .option(
      '--quiet-wait-ms <n>',
      'longest wait for other work on the machine to end before timing',
      wholeNumber(0, 1e9),
      defaultRunOptions.quietWaitMs,
    )
    .option('--any-commit', 'repeat it with another commit of the arena', false)
    .option('--json', 'print the new result and the differences as JSON', false)
    .action(async (path, { set, quietWaitMs, anyCommit, json }) => {
      const before = await readResultFile(path);
      if (!anyCommit) await assertCommit(before);
      const options = { ...optionsOf(before), quietWaitMs };
      const solutions = await selectSolutions(
        before.solutions.map(({ manifest }) => manifest.name),
        process.cwd(),
      );
      await assertCode(before, solutions, options);
      const { corpus } = before;
      const sample = {
        directory: set === undefined ? bundledSamplesDir() : resolve(set),
        count: corpus.matrices.length,
        roundSeed: corpus.roundSeed,
      };
      const after = await untilInterrupted((signal) =>
        benchSample(solutions, sample, findRuleSet(before.rules), options, signal, ({ matrices }) =>
          assertSame(
            'sha256 of the matrices',
            corpus.sha256,
            corpusHash(matrices),
            'pass the folder of the set with --set',
          ),
        ),
      );
      const differences = replayDifferences(before, after);
      process.stdout.write(
        json
          ? `${JSON.stringify({ differences, result: after }, null, 1)}\n`
          : replayText(before, after, differences),
      );
      if (differences.length > 0) {
        const what = `${differences.length} of the figures of ${path}`;
        throw new ArenaError('conflict', { what, hint: 'could not be repeated; see the list' });
      }
    });
}

/** The options of the run, as far as a result tells; the rest is as ever. */
function optionsOf({ plan }: Result): RunOptions {
  const { timingThreads, timingThreadsFrom, ...rest } = plan;
  return {
    ...defaultRunOptions,
    ...rest,
    timingThreads: timingThreadsFrom === 'option' ? timingThreads : null,
  };
}

async function assertCommit({ environment }: Result): Promise<void> {
  const { commit } = await currentCheckout();
  assertSame('commit', environment.commit ?? 'none', commit ?? 'none', 'check it out, or pass --any-commit');
}

async function assertCode(
  { solutions: before }: Result,
  solutions: readonly SolutionPackage[],
  options: RunOptions,
): Promise<void> {
  for (const [index, solution] of solutions.entries()) {
    const { bundleSha256 } = await screenSolution(solution, options);
    const what = `sha256 of the code of ${solution.manifest.name}`;
    assertSame(what, before[index].bundleSha256, bundleSha256, 'build the version that was measured');
  }
}

function assertSame(what: string, expected: string, got: string, hint: string): void {
  if (expected !== got) throw new ArenaError('conflict', { what, expected, got, hint });
}
