import type { Finding, Result, SolutionResult, Trial } from '@matrix-arena/contract/schemas';
import type { CorpusMatrix } from '@matrix-arena/corpus';
import { scoreIntervals } from '@matrix-arena/scoring';
import { type Contestant, closeContestant, contestantOf, openSlots, trialsOf } from './contestant.ts';
import type { RunContext } from './context.ts';
import { findingsOf } from './findings.ts';
import { type Interference, measureInterference, threadsWithoutHarm } from './interference.ts';
import { shuffled } from './order.ts';
import { timeStage } from './stage.ts';
import type { Verification } from './verify.ts';

/** What the timing found out about one solution. */
export interface Timing {
  readonly status: SolutionResult['status'];
  readonly findings: readonly Finding[];
  readonly trials: readonly Trial[];
}

/** What the timing found out about all of them. */
export interface Timings {
  readonly bySolution: ReadonlyMap<Verification, Timing>;
  readonly control: Result['control'];
  readonly interference: readonly Interference[];
  readonly threads: number;
}

const unloaded = {
  state: 'not-loadable',
  message: 'could be loaded to be verified, but not again to be timed',
} as const;

/**
 * Phase two: as many matrices at once as do not disturb each other, stage after stage, until every mean score is known
 * well enough or the time for it is used up. One solution takes part twice: what differs is noise.
 */
export async function time(
  verifications: readonly Verification[],
  matrices: readonly CorpusMatrix[],
  orderSeed: number,
  context: RunContext,
): Promise<Timings> {
  const loadable = verifications.filter(({ loadFailure }) => loadFailure === null);
  const reference = loadable.find(({ passes }) =>
    [...passes.values()].some(({ outcome }) => outcome === 'ok'),
  );
  const { timingThreads } = context.options;
  const interference =
    timingThreads !== null || reference === undefined
      ? []
      : await measureInterference(reference, matrices, context);
  const threads = timingThreads ?? threadsWithoutHarm(interference);
  const contestants: Contestant[] = [];
  const order = shuffled(matrices, orderSeed);
  try {
    // One after the other: workers that start beside them would disturb the cold calls.
    for (const verification of reference === undefined ? loadable : [...loadable, reference]) {
      const contestant = contestantOf(verification);
      contestants.push(contestant);
      await openSlots(contestant, threads, order, context);
    }
    const sampledUntil = await sample(contestants, matrices, { orderSeed, threads }, context);
    const control = reference === undefined ? undefined : contestants[contestants.length - 1];
    const timed = contestants.slice(0, loadable.length);
    return {
      bySolution: new Map(
        timed.map((one, i) => [one.verification, timingOf(one, sampledUntil[i], matrices)]),
      ),
      control:
        control === undefined
          ? null
          : { solution: control.verification.solution.manifest.name, trials: trialsOf(control, matrices) },
      interference,
      threads,
    };
  } finally {
    await Promise.all(contestants.map(closeContestant));
  }
}

type SampledUntil = 'precise' | 'budget';

/** Takes stages until all are precise, or time is up. Returns why it ended, for each. */
async function sample(
  contestants: readonly Contestant[],
  matrices: readonly CorpusMatrix[],
  { orderSeed, threads }: { readonly orderSeed: number; readonly threads: number },
  context: RunContext,
): Promise<SampledUntil[]> {
  const { repeats, samplesPerStage, relativePrecision, timeBudgetMs, runLimitMs } = context.options;
  const leastStages = Math.ceil(repeats / samplesPerStage);
  const plan = { orderSeed, threads, slight: new Set<string>() };
  const start = performance.now();
  for (let stage = 0; ; stage++) {
    const total = matrices.length * Math.max(leastStages, stage + 1);
    let done = matrices.length * stage;
    const tell = (what: string): void => context.onEvent({ phase: 'time', done, total, what });
    if (stage === 0) tell('the first matrices');
    await timeStage(contestants, matrices, stage, plan, context, ({ id }) => {
      done++;
      tell(id);
    });
    if (stage + 1 < leastStages) continue;
    const solutions = contestants.map((contestant) => ({ trials: trialsOf(contestant, matrices) }));
    const intervals = scoreIntervals({ matrices: matrices.map(sized), solutions }, context.rules);
    const isPrecise = intervals.map(({ relativeHalfWidth }) => relativeHalfWidth <= relativePrecision);
    const elapsedMs = performance.now() - start;
    // Another stage would take as long as the ones before it.
    const isTimeUp = elapsedMs + elapsedMs / (stage + 1) > timeBudgetMs;
    const wouldPassLimit = contestants.some(({ spentMs, verification }) => {
      const nextMs = (spentMs - verification.spentMs) / (stage + 1);
      // One that is past it takes no more time.
      return spentMs <= runLimitMs && spentMs + nextMs > runLimitMs;
    });
    if (isTimeUp || wouldPassLimit || isPrecise.every(Boolean))
      return isPrecise.map((precise) => (precise ? 'precise' : 'budget'));
  }
}

function sized({ id, matrix }: CorpusMatrix) {
  return { id, originalBytes: matrix.bytes.length };
}

function timingOf(
  contestant: Contestant,
  sampledUntil: SampledUntil,
  matrices: readonly CorpusMatrix[],
): Timing {
  const { readiness } = contestant;
  if (readiness === null) return { status: unloaded, findings: [], trials: [] };
  const trials = trialsOf(contestant, matrices);
  const { openHandles: _, cpuRatio: __, ...figures } = readiness;
  return {
    status: { state: 'measured', ...figures, sampledUntil },
    findings: findingsOf(readiness, trials),
    trials,
  };
}
