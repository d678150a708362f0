import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ArenaError, isArenaError } from '@matrix-arena/contract';
import { readSolutionPackage, reviewCode, type SolutionPackage, unpackTarball } from '@matrix-arena/harness';
import type {
  ClaimedSubmission,
  CompetitionConfig,
  FailureInput,
  FileInput,
  Ledger,
} from '@matrix-arena/ledger';
import { outcomeOf } from '@matrix-arena/ledger';
import { writeWhole } from '@matrix-arena/node-kit';
import { findRuleSet } from '@matrix-arena/scoring';
import { benchMatrices, type SampledSet } from '../bench-sample.ts';
import { byteCount } from '../format.ts';
import type { Progress } from '../progress.ts';
import { evaluationFiles, manifestFile } from './evaluation-files.ts';
import { type EvaluationOptions, packageLimitsOf, runOptionsOf } from './evaluation-options.ts';
import { failureOfError, failureOfRun } from './failures.ts';
import { type HeldClaim, holdClaim } from './held-claim.ts';
import { scoreText } from './wording.ts';
import { withWorkFolder } from './work-folder.ts';

/** What evaluations of one competition share. */
export interface EvaluationContext {
  readonly ledger: Ledger;
  readonly options: EvaluationOptions;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Matrices of a round, read once. */
  readonly inputsOf: (competition: string, round: number) => Promise<SampledSet>;
}

/**
 * Screens and measures a claimed submission, and records what became of it. Whatever its code does is an outcome.
 *
 * @returns whether there is an outcome: false when the claim was lost meanwhile
 * @throws ArenaError `interrupted`, and what reading the pool throws, with the submission back in the queue, as after
 *   `unavailable` before its code ran. After any other error it stays claimed until the lease runs out, so that what
 *   ends every evaluator is not tried for ever
 */
export async function evaluateClaimed(
  claim: ClaimedSubmission,
  context: EvaluationContext,
): Promise<boolean> {
  const { ledger, options, signal, inputsOf } = context;
  const held = holdClaim(ledger, claim, options.leaseMs, signal);
  let inputs: SampledSet | null = null;
  try {
    const matrices = await inputsOf(claim.competition, claim.round);
    inputs = matrices;
    await withWorkFolder('evaluation', (folder) => evaluate(claim, folder, matrices, held, context));
    return true;
  } catch (error) {
    // Whoever writes without the claim gets a conflict, also between two heartbeats.
    if (isArenaError(error, 'conflict')) held.beat();
    if (held.isLost()) return false;
    // What has nothing to do with a submission must not count against it.
    if (signal.aborted || inputs === null || isOfMachine(context, claim, error)) ledger.release(claim);
    if (!signal.aborted) throw error;
    const hint = 'stopped; it is queued again, and arena evaluate goes on with it';
    throw new ArenaError('interrupted', { what: `submission ${claim.submission}`, hint, cause: error });
  } finally {
    held.stop();
  }
}

/**
 * Such as a full disk before any code of the submission ran: later it may be that code which filled it. Or a library that is
 * allowed and not installed here.
 */
function isOfMachine(
  { ledger }: EvaluationContext,
  { submission }: ClaimedSubmission,
  error: unknown,
): boolean {
  const isScreening = ledger.submissionDetail(submission).state === 'screening';
  return (
    isArenaError(error, 'not-found', 'unsupported') || (isArenaError(error, 'unavailable') && isScreening)
  );
}

async function evaluate(
  claim: ClaimedSubmission,
  folder: string,
  inputs: SampledSet,
  held: HeldClaim,
  context: EvaluationContext,
): Promise<void> {
  const { ledger, options } = context;
  held.log('info', `attempt ${claim.attempt} by ${claim.worker}`);
  const config = ledger.competitionConfig(claim.competition);
  const screened = await screen(claim, folder, config, ledger);
  if ('failure' in screened) {
    held.log('error', `rejected: ${screened.failure.kind}: ${screened.failure.message}`);
    ledger.reject(claim, screened.failure, screened.files);
    return;
  }
  const { solution, codeBytes, files } = screened;
  held.log('info', `screened: ${byteCount(codeBytes)} of code`);
  ledger.startEvaluation(claim, codeBytes);

  const result = await benchMatrices([solution], inputs, {
    sample: { directory: inputs.set.dir, count: undefined, roundSeed: claim.round },
    rules: findRuleSet(ledger.roundInputs(claim.competition, claim.round).rules),
    options: runOptionsOf(config, options),
    signal: held.signal,
    progress: held.progressOf(context.progress, inputs.matrices.length),
  });
  const [measured] = result.solutions;
  const kept = [...files, ...evaluationFiles(result, measured, claim, options.isQuick)];
  const outcome = outcomeOf(result, solution.manifest.name);
  const failure = outcome.outcome === 'scored' ? failureOfRun(result, measured) : outcome.failure;
  for (const { message } of measured.findings) held.log('warning', message);
  if (failure !== null) {
    held.log('error', `failed: ${failure.kind}: ${failure.message}`);
    ledger.fail(claim, failure, kept);
  } else if (outcome.outcome === 'scored') {
    const { score, low, high } = outcome.measurement;
    held.log('success', `scored ${scoreText(score, low, high)}`);
    ledger.recordScore(claim, outcome.measurement, kept);
  }
}

type Screened =
  | { readonly solution: SolutionPackage; readonly codeBytes: number; readonly files: readonly FileInput[] }
  | { readonly failure: FailureInput; readonly files: readonly FileInput[] };

/** Unpacks a submission and looks at everything that can be seen before its code runs. */
async function screen(
  claim: ClaimedSubmission,
  folder: string,
  config: CompetitionConfig,
  ledger: Ledger,
): Promise<Screened> {
  const tarball = join(folder, 'submission.tgz');
  await writeWhole(tarball, ledger.readTarball(claim.submission, 'organiser'));
  try {
    const unpacked = join(folder, 'package');
    await unpackTarball(tarball, unpacked, packageLimitsOf(config.limits));
    const solution = await readSolutionPackage(unpacked);
    const files = [manifestFile(await readFile(solution.manifestPath))];
    const { codeLimitBytes, allowedLibraries } = limitsOf(config);
    const { codeBytes, faults } = await reviewCode(solution, { codeLimitBytes, allowedLibraries });
    const [fault] = faults;
    return fault === undefined
      ? { solution, codeBytes, files }
      : { failure: { ...fault, fields: { codeBytes, codeLimitBytes } }, files };
  } catch (error) {
    if (!isArenaError(error) || isArenaError(error, 'interrupted', 'unavailable')) throw error;
    return { failure: failureOfError(error, folder), files: [] };
  }
}

function limitsOf({ limits, allowedLibraries }: CompetitionConfig) {
  return { codeLimitBytes: limits.codeBytes, allowedLibraries };
}
