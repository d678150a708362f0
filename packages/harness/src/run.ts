import { ArenaError } from '@matrix-arena/contract';
import { parseResult, type Result, type SolutionResult } from '@matrix-arena/contract/schemas';
import { type CorpusMatrix, corpusHash, matrixStats } from '@matrix-arena/corpus';
import type { RuleSet } from '@matrix-arena/scoring';
import { describeEnvironment, loadAverage } from './environment.ts';
import type { RunEvent } from './events.ts';
import { inspectFrames, withParts } from './inspect.ts';
import { watchMemory } from './memory-watch.ts';
import type { RunOptions } from './options.ts';
import { isQuiet, waitForQuiet } from './quiet.ts';
import { type Screening, screenSolution } from './screen.ts';
import type { SolutionPackage } from './solution-package.ts';
import { time } from './time.ts';
import { type Verification, verify } from './verify.ts';

/** What to bench. */
export interface RunInput {
  readonly solutions: readonly SolutionPackage[];
  readonly matrices: readonly CorpusMatrix[];
  /** Name of the set, the seed of the sample, and how many matrices there were to choose from. */
  readonly corpus: { readonly name: string; readonly roundSeed: number; readonly poolCount: number };
  readonly rules: RuleSet;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

/**
 * Screens, verifies and times solutions on matrices. A failure of a solution is part of the result.
 *
 * @throws ArenaError `conflict` when two solutions have one name, `usage` when there is nothing to bench,
 *   `interrupted` when the signal ends the run
 */
export async function runBench(input: RunInput): Promise<Result> {
  const { solutions, matrices, rules, signal, onEvent } = input;
  const { samplesPerStage, repeats } = input.options;
  const options = { ...input.options, samplesPerStage: Math.min(samplesPerStage, repeats) };
  assertDistinct(solutions);
  assertMeasurable(matrices);
  const startedAt = new Date();
  const environment = await describeEnvironment();
  const screenings = new Map<SolutionPackage, Screening>();
  for (const solution of solutions) {
    screenings.set(solution, await screenSolution(solution, options));
    onEvent({ phase: 'load', done: screenings.size, total: solutions.length, what: solution.manifest.name });
  }
  const admitted = solutions.filter((solution) => screenings.get(solution)?.rejection === null);
  const context = { rules, options, signal, onEvent, memory: watchMemory(options.memoryLimitBytes) };
  const verifications = await verify(admitted, matrices, context);
  const inspections = await inspectFrames(verifications, matrices, context);
  const onWait = (): void => onEvent({ phase: 'wait', done: 0, total: 1, what: 'for other work to end' });
  const isAnythingToTime = verifications.some(({ loadFailure }) => loadFailure === null);
  const otherCores = isAnythingToTime ? await waitForQuiet(options.quietWaitMs, signal, onWait) : 0;
  const timing = await time(verifications, matrices, input.corpus.roundSeed, context);
  const warnings = isQuiet(otherCores)
    ? []
    : [`other work used ${otherCores.toFixed(1)} cores when the timing began`];

  const result = {
    schemaVersion: 2,
    startedAt: startedAt.toISOString(),
    elapsedMs: Date.now() - startedAt.getTime(),
    environment: { ...environment, loadAverageEnd: loadAverage(), warnings },
    rules: rules.name,
    corpus: { ...input.corpus, sha256: corpusHash(matrices), matrices: matrices.map(matrixInfo) },
    plan: {
      isolation: options.isolation,
      repeats: options.repeats,
      samplesPerStage: options.samplesPerStage,
      warmups: options.warmups,
      relativePrecision: options.relativePrecision,
      timeBudgetMs: options.timeBudgetMs,
      verifyThreads: options.verifyThreads,
      timingThreads: timing.threads,
      timingThreadsFrom: options.timingThreads === null ? 'interference' : 'option',
      loadLimitMs: options.loadLimitMs,
      callLimitMs: options.callLimitMs,
      runLimitMs: options.runLimitMs,
      memoryLimitBytes: options.memoryLimitBytes,
      codeLimitBytes: options.codeLimitBytes,
    },
    interference: timing.interference,
    control: timing.control,
    solutions: solutions.map((solution): SolutionResult => {
      const screening = screenings.get(solution) as Screening;
      const { manifest } = solution;
      const { bundleSha256, codeBytes, rejection } = screening;
      const verification = verifications.find((one) => one.solution === solution);
      const timed = verification === undefined ? undefined : timing.bySolution.get(verification);
      const status = timed?.status ?? failedStatus(rejection, verification);
      const inspection = verification === undefined ? undefined : inspections.get(verification);
      const findings = [...(timed?.findings ?? []), ...(inspection?.finding ? [inspection.finding] : [])];
      const trials = (timed?.trials ?? []).map((trial) => withParts(trial, inspection));
      return { manifest, bundleSha256, codeBytes, status, findings, trials };
    }),
  };
  return parseResult(result, 'result of this run');
}

function failedStatus(
  rejection: string | null,
  verification: Verification | undefined,
): SolutionResult['status'] {
  if (rejection !== null) return { state: 'rejected', message: rejection };
  return { state: 'not-loadable', message: verification?.loadFailure ?? 'not loaded' };
}

function matrixInfo({
  id,
  matrix,
  sha256,
  direction,
  kind,
}: CorpusMatrix): Result['corpus']['matrices'][number] {
  // Bytes and whole values are no planes.
  const { lowByte: _, highByte: __, valueBound: ___, ...bounds } = matrixStats(matrix).entropy;
  return {
    id,
    rows: matrix.rows,
    cols: matrix.cols,
    originalBytes: matrix.bytes.length,
    sha256,
    direction,
    kind,
    bounds,
  };
}

function assertMeasurable(matrices: readonly CorpusMatrix[]): void {
  if (matrices.length === 0)
    throw new ArenaError('usage', { what: 'matrices', hint: 'there are none to bench on' });
  const empty = matrices.find(({ matrix }) => matrix.bytes.length === 0);
  if (empty !== undefined)
    throw new ArenaError('usage', {
      what: `matrix ${empty.id}`,
      hint: 'has no values to measure; leave it out',
    });
}

function assertDistinct(solutions: readonly SolutionPackage[]): void {
  if (solutions.length === 0)
    throw new ArenaError('usage', { what: 'solutions', hint: 'there are none to bench' });
  const seen = new Map<string, SolutionPackage>();
  for (const solution of solutions) {
    const { name } = solution.manifest;
    const other = seen.get(name);
    if (other?.manifestPath === solution.manifestPath) {
      throw new ArenaError('usage', { what: `solution ${name}`, hint: 'is given twice; name it once' });
    }
    if (other !== undefined) {
      const hint = `rename one of ${other.manifestPath} and ${solution.manifestPath}`;
      throw new ArenaError('conflict', { what: `solution name ${name}`, hint: `is taken twice; ${hint}` });
    }
    seen.set(name, solution);
  }
}
