import type { CorpusMatrix } from '@matrix-arena/corpus';
import pMap from 'p-map';
import { callCountsAfter, isLongAlone } from './call-counts.ts';
import type { Contestant, Samples } from './contestant.ts';
import type { RunContext } from './context.ts';
import { randomOf, shuffled } from './order.ts';
import type { FailedTrial } from './pass.ts';
import { checkedPass, type TimedInput, variedPass } from './timed-pass.ts';
import { slightVariantOf, variantOf } from './variant.ts';

/** Passes that find out how many calls make a sample: short calls become faster for a while, the more often they run. */
const countingPasses = 10;
const mostCountingMs = 300;

/** What all stages of a run have in common. */
export interface StagePlan {
  readonly orderSeed: number;
  readonly threads: number;
  /** Ids of matrices that are only varied slightly: a solution made a much longer frame of a full variant. */
  readonly slight: Set<string>;
}

/**
 * One stage of the timing: some samples of every solution on every matrix, in an order of its own. On each matrix the
 * solutions take turns, pass by pass, each time in another order, so that a drift of the machine hits all alike and none
 * always follows the same other one.
 */
export async function timeStage(
  contestants: readonly Contestant[],
  matrices: readonly CorpusMatrix[],
  stage: number,
  plan: StagePlan,
  context: RunContext,
  onMatrix: (matrix: CorpusMatrix) => void,
): Promise<void> {
  const freeSlots = Array.from({ length: plan.threads }, (_, slot) => slot);
  const seed = plan.orderSeed + 1000 * stage;
  const timeOne = async (matrix: CorpusMatrix, index: number): Promise<void> => {
    const slot = freeSlots.pop() as number;
    const turn = { stage, slot, turn: seed + index, slight: plan.slight };
    await timeMatrix(contestants, matrix, turn, context);
    freeSlots.push(slot);
    onMatrix(matrix);
  };
  await pMap(shuffled(matrices, seed), timeOne, { concurrency: plan.threads });
}

interface Turn {
  readonly stage: number;
  readonly slot: number;
  readonly turn: number;
  readonly slight: Set<string>;
}

/** Passes over the matrix itself, which are checked, then over variants of it, which are the samples. */
async function timeMatrix(
  contestants: readonly Contestant[],
  matrix: CorpusMatrix,
  { stage, slot, turn, slight }: Turn,
  context: RunContext,
): Promise<void> {
  const { samplesPerStage, warmups } = context.options;
  const random = randomOf(turn);
  const { id } = matrix;
  const varied = (): TimedInput => ({
    slot,
    input: { id, matrix: (slight.has(id) ? slightVariantOf : variantOf)(matrix.matrix, random) },
  });

  const checks = stage === 0 ? Math.max(1, warmups) : warmups;
  for (let round = 0; round < checks; round++) {
    for (const contestant of shuffled(contestants, turn + round)) {
      if (!goesOn(contestant, id, context)) continue;
      const failure = await check(contestant, { slot, input: matrix }, context);
      if (failure !== null) contestant.failures.set(id, failure);
    }
  }
  for (let round = checks; round < checks + samplesPerStage; round++) {
    let input = varied();
    for (const contestant of shuffled(contestants, turn + round)) {
      if (!goesOn(contestant, id, context)) continue;
      const taken = contestant.samples.get(id) as Samples;
      let pass = await variedPass(contestant, input, context, taken.counts);
      if (pass.outcome === 'unstable' && !slight.has(id)) {
        slight.add(id);
        input = varied();
        if (!goesOn(contestant, id, context)) continue;
        pass = await variedPass(contestant, input, context, taken.counts);
      }
      if (pass.outcome !== 'ok') {
        contestant.failures.set(id, pass);
        continue;
      }
      taken.compressMs.push(pass.compress.callMs);
      taken.decompressMs.push(pass.decompress.callMs);
      taken.stages.push(stage);
    }
  }
}

/** What was measured of a matrix before the time of the solution was used up stands. */
function goesOn(
  { readiness, failures, samples, spentMs }: Contestant,
  id: string,
  context: RunContext,
): boolean {
  if (readiness === null || failures.has(id)) return false;
  const isMeasured = (samples.get(id)?.stages.length ?? 0) > 0;
  return !isMeasured || spentMs <= context.options.runLimitMs;
}

/** A pass that is checked; the first one over a matrix is followed by some that tell how many calls make a sample. */
async function check(
  contestant: Contestant,
  at: TimedInput,
  context: RunContext,
): Promise<FailedTrial | null> {
  const first = await checkedPass(contestant, at, context);
  if (first.outcome !== 'ok') return first;
  if (contestant.samples.has(at.input.id)) return null;
  const matrixBytes = at.input.matrix.bytes.length;
  let counts = callCountsAfter(first, matrixBytes);
  let leftMs = mostCountingMs;
  for (let pass = 0, last = first; pass < countingPasses && !isLongAlone(last); pass++) {
    // Where one direction is slow, the other has to do with what a lone call showed.
    leftMs -= last.compress.calls * last.compress.callMs + last.decompress.calls * last.decompress.callMs;
    if (leftMs < 0) break;
    const again = await checkedPass(contestant, at, context, counts);
    if (again.outcome !== 'ok') return again;
    last = again;
    counts = callCountsAfter(again, matrixBytes);
  }
  contestant.samples.set(at.input.id, { first, counts, compressMs: [], decompressMs: [], stages: [] });
  return null;
}
