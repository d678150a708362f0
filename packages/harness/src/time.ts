import type { SolutionResult, Trial } from '@matrix-arena/contract/schemas';
import type { CorpusMatrix } from '@matrix-arena/corpus';
import type { RunContext } from './context.ts';
import { callWorker, closeLanes, type Lanes, openLanes } from './lanes.ts';
import { rotated, shuffled } from './order.ts';
import { type FailedTrial, type Pass, runPass } from './pass.ts';
import { runLimitFailure, type Verification } from './verify.ts';

/** What the timing found out about one solution. */
export interface Timing {
  readonly status: SolutionResult['status'];
  readonly trials: ReadonlyMap<string, Trial>;
}

/** One solution in the timing lane: its own two threads, warm, waiting for its turn. */
interface Contestant {
  readonly verification: Verification;
  readonly lanes: Lanes;
  readonly trials: Map<string, Trial>;
  status: SolutionResult['status'];
  spentMs: number;
}

const unloaded = {
  state: 'not-loadable',
  message: 'could be loaded to be verified, but not again to be timed',
} as const;

/** The tuning that JavaScript engines do while code is hot is over after about this long, at most this many passes. */
const jitWarmUpMs = 300;
const jitWarmUpPasses = 30;

/**
 * Phase two: one call at a time on the whole machine. For each matrix all solutions take turns, pass by pass, in an
 * order that rotates, so that a drift of the machine hits all alike.
 */
export async function time(
  verifications: readonly Verification[],
  matrices: readonly CorpusMatrix[],
  orderSeed: number,
  context: RunContext,
): Promise<Map<Verification, Timing>> {
  const loadable = verifications.filter(({ loadFailure }) => loadFailure === null);
  const contestants: Contestant[] = [];
  const order = shuffled(matrices, orderSeed);
  try {
    // One after the other: threads that start beside them would disturb the cold calls.
    for (const verification of loadable) {
      const lanes = openLanes(verification.solution, 1, context);
      const contestant: Contestant = { verification, lanes, trials: new Map(), status: unloaded, spentMs: 0 };
      contestants.push(contestant);
      contestant.status = await getReady(contestant, order, context);
    }
    for (const [index, matrix] of order.entries()) {
      await timeMatrix(contestants, matrix, orderSeed + index, context);
      context.onEvent({ phase: 'time', done: index + 1, total: order.length, what: matrix.id });
    }
  } finally {
    await Promise.all(contestants.map(({ lanes }) => closeLanes(lanes)));
  }
  return new Map(contestants.map((contestant) => [contestant.verification, contestant]));
}

/** Loads both threads, takes the cold first calls, then runs until the engine has optimised. */
async function getReady(
  { lanes, verification }: Contestant,
  order: readonly CorpusMatrix[],
  context: RunContext,
): Promise<SolutionResult['status']> {
  const task = { call: 'load', entryUrl: lanes.entryUrl } as const;
  const compressSide = await callWorker(lanes.compress, task, context);
  const decompressSide = await callWorker(lanes.decompress, task, context);
  if (compressSide.outcome !== 'loaded' || decompressSide.outcome !== 'loaded') {
    return unloaded;
  }
  const sound = order.filter(({ id }) => verification.passes.get(id)?.outcome === 'ok');
  const cold = sound.length === 0 ? undefined : await runPass(lanes, sound[0], context);
  const start = performance.now();
  for (let i = 1; i < jitWarmUpPasses && sound.length > 0 && performance.now() - start < jitWarmUpMs; i++) {
    await runPass(lanes, sound[i % sound.length], context);
  }
  return {
    state: 'measured',
    loadMs: compressSide.elapsedMs,
    coldCompressMs: cold?.outcome === 'ok' ? cold.compressMs : null,
    coldDecompressMs: cold?.outcome === 'ok' ? cold.decompressMs : null,
  };
}

/** Warm-up and timed passes of all solutions over one matrix. */
async function timeMatrix(
  contestants: readonly Contestant[],
  matrix: CorpusMatrix,
  turn: number,
  context: RunContext,
): Promise<void> {
  const { repeats, warmups } = context.options;
  const samples = new Map<Contestant, Pass[]>();
  for (const contestant of contestants)
    if (contestant.status.state === 'measured') samples.set(contestant, []);
  for (let pass = 0; pass < warmups + repeats; pass++) {
    for (const contestant of rotated([...samples.keys()], turn + pass)) {
      const outcome = await timePass(contestant, matrix, context);
      if (outcome.outcome !== 'ok') {
        contestant.trials.set(matrix.id, outcome);
        samples.delete(contestant);
      } else if (pass >= warmups) {
        samples.get(contestant)?.push(outcome);
      }
    }
  }
  for (const [contestant, passes] of samples) contestant.trials.set(matrix.id, okTrial(matrix.id, passes));
}

/** One pass, or the reason why there is none: a failure of the verification stands. */
async function timePass(
  contestant: Contestant,
  matrix: CorpusMatrix,
  context: RunContext,
): Promise<Pass | FailedTrial> {
  const { runLimitMs } = context.options;
  const verified = contestant.verification.passes.get(matrix.id);
  if (verified === undefined || contestant.spentMs > runLimitMs)
    return runLimitFailure(matrix.id, runLimitMs);
  if (verified.outcome !== 'ok') return verified;
  const start = performance.now();
  const pass = await runPass(contestant.lanes, matrix, context);
  contestant.spentMs += performance.now() - start;
  if (pass.outcome !== 'ok' || pass.frameSha256 === verified.frameSha256) return pass;
  const message = 'the frame made while timed differs from the one that was verified';
  return {
    matrix: matrix.id,
    outcome: 'unstable',
    stage: 'compare',
    message,
    expected: verified.frameSha256,
    got: pass.frameSha256,
  };
}

function okTrial(matrixId: string, passes: readonly Pass[]): Trial {
  const [{ compressedBytes, frameSha256, similarity }] = passes;
  return {
    matrix: matrixId,
    outcome: 'ok',
    compressedBytes,
    frameSha256,
    similarity,
    compressMs: passes.map(({ compressMs }) => compressMs),
    decompressMs: passes.map(({ decompressMs }) => decompressMs),
  };
}
