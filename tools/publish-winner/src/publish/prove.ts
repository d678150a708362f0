import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ArenaError } from '@matrix-arena/contract';
import type { Result, SolutionResult } from '@matrix-arena/contract/schemas';
import type { CorpusMatrix } from '@matrix-arena/corpus';
import {
  type RunOptions,
  reviewCode,
  runBench,
  type SolutionPackage,
  withBenchLock,
} from '@matrix-arena/harness';
import type { RuleSet } from '@matrix-arena/scoring';
import { testMatrices } from '@matrix-arena/testkit/matrices';
import { rules as conformanceRules, runConformance } from '@matrix-arena/testkit/rules';
import { compareRecord } from './compare-record.ts';
import { solutionIn } from './standing.ts';
import { assertNotStopped } from './stop.ts';

/** What is to be proved. */
export interface Claim {
  readonly solution: SolutionPackage;
  /** Whether somebody vouches for its code, as for that of a checkout; all other code only runs in sandboxes. */
  readonly isTrusted: boolean;
  /** Solutions that are benched beside it; none for code that nobody vouches for. */
  readonly others: readonly SolutionPackage[];
  /** The run that it was scored by; null where there is none. */
  readonly record: Result | null;
  /** What is known to be wrong already. */
  readonly reasons: readonly string[];
}

export interface ProofContext {
  readonly matrices: readonly CorpusMatrix[];
  readonly corpus: { readonly name: string; readonly roundSeed: number; readonly poolCount: number };
  readonly rules: RuleSet;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  readonly onStep: (task: string, done: number, total: number, what: string) => void;
}

export interface Proof {
  /** The run that was made for it. */
  readonly result: Result;
  /** What a reader should know. */
  readonly notes: readonly string[];
}

/**
 * Proves a solution again, with fresh workers: screening, every rule of the conformance suite for trusted code and its edge
 * matrices in the sandbox for all other, and a run on the matrices, compared with the record.
 *
 * @throws ArenaError `mismatch` that lists everything that is wrong, `interrupted`
 */
export async function prove(claim: Claim, context: ProofContext): Promise<Proof> {
  const { solution, isTrusted, others, record } = claim;
  const { name } = solution.manifest;
  const { faults } = await reviewCode(solution, context.options);
  const screened = [...claim.reasons, ...faults.map(({ message }) => `screening: ${message}`)];
  // Code that does not pass must not run.
  if (screened.length > 0) throw refusal(name, screened);
  const kept = isTrusted ? await brokenRules(solution, context) : await failedEdges(solution, context);
  const result = await bench([solution, ...others], context);
  const own = solutionIn(result, name);
  const check = record === null ? { reasons: [], notes: [] } : compareRecord(record, result, name);
  const reasons = [...kept, ...(own === undefined ? [] : failures(own)), ...check.reasons];
  if (reasons.length > 0) throw refusal(name, reasons);
  return { result, notes: check.notes };
}

function refusal(name: string, reasons: readonly string[]): ArenaError {
  return new ArenaError('mismatch', {
    what: `proof of ${name}`,
    expected: 'all that was claimed',
    got: reasons.length === 1 ? '1 reason to doubt it' : `${reasons.length} reasons to doubt it`,
    hint: `it is not published: ${reasons.join('; ')}`,
  });
}

async function brokenRules({ manifestPath }: SolutionPackage, context: ProofContext): Promise<string[]> {
  const { signal, onStep } = context;
  let done = 0;
  const reports = await runConformance(pathToFileURL(`${dirname(manifestPath)}/`), {
    onReport: ({ title }) => {
      assertNotStopped(signal);
      onStep('rules', ++done, conformanceRules.length, title);
    },
  });
  return reports.flatMap((one) => (one.outcome === 'failed' ? [`rule ${one.id}: ${one.message}`] : []));
}

/** Once through every edge matrix: timed as little as a run can be, since nothing is made of these times. */
async function failedEdges(solution: SolutionPackage, context: ProofContext): Promise<string[]> {
  const options: RunOptions = {
    ...context.options,
    ...{ repeats: 1, samplesPerStage: 1, timeBudgetMs: 0, timingThreads: 1, quietWaitMs: 0 },
  };
  const matrices = edgeMatrices();
  const corpus = { name: 'edge matrices', roundSeed: 0, poolCount: matrices.length };
  const result = await bench([solution], { ...context, matrices, corpus, options });
  return result.solutions.flatMap(failures);
}

function edgeMatrices(): CorpusMatrix[] {
  return testMatrices()
    .filter(({ matrix }) => matrix.bytes.length > 0)
    .map(({ name, matrix }) => ({
      id: name,
      matrix: { ...matrix, bytes: matrix.bytes.slice() },
      sha256: createHash('sha256').update(matrix.bytes).digest('hex'),
    }));
}

function bench(solutions: readonly SolutionPackage[], context: ProofContext): Promise<Result> {
  const { matrices, corpus, rules, options, signal, onStep } = context;
  const run = (): Promise<Result> =>
    runBench({
      solutions,
      matrices,
      corpus,
      rules,
      options,
      signal,
      onEvent: ({ phase, done, total, what }) => onStep(phase, done, total, what),
    });
  return withBenchLock(run, signal, (pid) => onStep('wait', 0, 1, `for the bench of process ${pid} to end`));
}

/** The first failure of each sort. */
function failures({ status, trials }: SolutionResult): string[] {
  if (status.state !== 'measured') return [`${status.state}: ${status.message}`];
  const bySort = new Map(
    trials.flatMap((trial) => (trial.outcome === 'ok' ? [] : [[trial.outcome, trial] as const])).reverse(),
  );
  return [...bySort].map(([sort, { matrix, message }]) => `${sort} on ${matrix}: ${message}`);
}
