import { resolve } from 'node:path';
import { ArenaError, isArenaError } from '@matrix-arena/contract';
import type { Result } from '@matrix-arena/contract/schemas';
import { readSolutionPackage, type SolutionPackage, unpackTarball } from '@matrix-arena/harness';
import { baselineOf, type CompetitionConfig, type Ledger } from '@matrix-arena/ledger';
import { findRuleSet } from '@matrix-arena/scoring';
import { benchMatrices } from '../bench-sample.ts';
import { counted } from '../format.ts';
import { isTarball } from '../submissions.ts';
import { selectSolutions } from '../workspace.ts';
import type { EvaluationContext } from './evaluate-submission.ts';
import { runOptionsOf } from './evaluation-options.ts';
import { failedTrials } from './failures.ts';
import { withWorkFolder } from './work-folder.ts';

/**
 * Measures the baseline of a competition on the inputs of its current round, unless that has been done: it sets the
 * first score to beat.
 *
 * @param given name, folder or tarball of it; the config's name by default
 * @throws ArenaError what `withBaseline` throws, `bad-format` when it fails on a matrix
 */
export async function measureBaseline(
  competition: string,
  given: string | undefined,
  context: EvaluationContext,
): Promise<void> {
  const { ledger, inputsOf, options, signal, progress } = context;
  const { round, config } = ledger.competitionSummary(competition);
  if (round === null || round.state === 'completed' || round.baseline !== null) return;
  const result = await withBaseline(config, given, async (solution) =>
    benchMatrices([solution], await inputsOf(competition, round.number), {
      sample: { directory: '', count: undefined, roundSeed: round.number },
      rules: findRuleSet(round.rules),
      options: runOptionsOf(config, options),
      signal,
      progress,
    }),
  );
  assertAllCameBack(result);
  try {
    ledger.recordBaseline(competition, baselineOf(result, config.baseline.name));
  } catch (error) {
    // Meanwhile another process may have measured it, or ended the round.
    if (!isArenaError(error, 'conflict') || isAwaited(ledger, competition, round.number)) throw error;
  }
}

/** Whether this round still runs, and without a baseline. */
function isAwaited(ledger: Ledger, competition: string, number: number): boolean {
  const { round } = ledger.competitionSummary(competition);
  return round?.number === number && round.state !== 'completed' && round.baseline === null;
}

/**
 * Runs `work` with the solution that the config names, unpacked for as long as that takes.
 *
 * @throws ArenaError `not-found` or `usage` where it is not there, `mismatch` for another version
 */
export async function withBaseline<T>(
  { baseline }: CompetitionConfig,
  given: string | undefined,
  work: (solution: SolutionPackage) => Promise<T>,
): Promise<T> {
  const name = given ?? baseline.name;
  const from = process.cwd();
  return withWorkFolder('standing', async (unpacked) => {
    if (isTarball(name)) await unpackTarball(resolve(from, name), unpacked);
    const [solution] = isTarball(name)
      ? [await readSolutionPackage(unpacked)]
      : await selectSolutions([name], from);
    const { manifest } = solution;
    if (manifest.name !== baseline.name || manifest.version !== baseline.version) {
      throw new ArenaError('mismatch', {
        what: 'solution that sets the first score to beat',
        expected: `${baseline.name} ${baseline.version}, as the config says`,
        got: `${manifest.name} ${manifest.version}`,
        hint: 'name it with --baseline',
      });
    }
    return work(solution);
  });
}

function assertAllCameBack({ solutions: [solution] }: Result): void {
  const { manifest, status } = solution;
  const what = `${manifest.name} ${manifest.version}, which sets the first score to beat,`;
  if (status.state !== 'measured') {
    throw new ArenaError('bad-format', {
      what: `${what} ${status.state}: ${status.message}`,
      hint: 'mend it first',
    });
  }
  const [first, ...others] = failedTrials(solution);
  if (first === undefined) return;
  const failed = counted(1 + others.length, 'matrix', 'matrices');
  const hint = `mend it first; first ${first.outcome}: ${first.message}`;
  throw new ArenaError('bad-format', { what: `${what} failed on ${failed}`, hint });
}
