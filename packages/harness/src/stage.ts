import type { CorpusMatrix } from '@matrix-arena/corpus';
import pMap from 'p-map';
import { timerResolutionNs } from './clock.ts';
import type { Contestant, Samples } from './contestant.ts';
import type { RunContext } from './context.ts';
import { randomOf, rotated, shuffled } from './order.ts';
import { type CallCounts, type FailedTrial, oneCall, type Pass, type PassUsage, runPass } from './pass.ts';
import { maxVariantFrameBytes, slightVariantOf, variantOf } from './variant.ts';
import { runLimitFailure } from './verify.ts';

/** A sample spans so many steps of the clock at least, or so many calls. */
const ticksPerSample = 1000;
const mostCalls = 10_000;
const tickMs = timerResolutionNs() / 1e6;

/** What all stages of a run have in common. */
export interface StagePlan {
  readonly orderSeed: number;
  readonly threads: number;
  /** Ids of matrices that are only varied slightly: a solution made a much longer frame of a full variant. */
  readonly slight: Set<string>;
}

/**
 * One stage of the timing: some samples of every solution on every matrix, in an order of its own. On each matrix the
 * solutions take turns, pass by pass, in an order that rotates, so that a drift of the machine hits all alike.
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
  const varied = (): Pick<CorpusMatrix, 'id' | 'matrix'> => ({
    id,
    matrix: (slight.has(id) ? slightVariantOf : variantOf)(matrix.matrix, random),
  });
  const present = contestants.filter(({ readiness }) => readiness !== null);
  const checks = stage === 0 ? Math.max(1, warmups) : warmups;
  for (let pass = 0; pass < checks + samplesPerStage; pass++) {
    const isSample = pass >= checks;
    let input = isSample ? varied() : matrix;
    for (const contestant of rotated(present, turn + pass)) {
      if (contestant.failures.has(id)) continue;
      const taken = contestant.samples.get(id);
      let outcome = await timePass(contestant, slot, input, taken, isSample, context);
      if (isSample && outcome.outcome === 'unstable' && !slight.has(id)) {
        slight.add(id);
        input = varied();
        outcome = await timePass(contestant, slot, input, taken, isSample, context);
      }
      if (outcome.outcome !== 'ok') contestant.failures.set(id, outcome);
      else if (taken === undefined) contestant.samples.set(id, samplesAfter(outcome));
      else if (isSample) {
        taken.compressMs.push(outcome.compress.callMs);
        taken.decompressMs.push(outcome.decompress.callMs);
        taken.stages.push(stage);
      }
    }
  }
}

/** One pass, or the reason why there is none: a failure of the verification stands. */
async function timePass(
  contestant: Contestant,
  slot: number,
  input: Pick<CorpusMatrix, 'id' | 'matrix'>,
  taken: Samples | undefined,
  isSample: boolean,
  context: RunContext,
): Promise<Pass | FailedTrial> {
  const { runLimitMs } = context.options;
  const verified = contestant.verification.passes.get(input.id);
  if (verified === undefined || contestant.spentMs > runLimitMs) return runLimitFailure(input.id, runLimitMs);
  if (verified.outcome !== 'ok') return verified;
  const start = performance.now();
  const pass = await runPass(contestant.slots[slot], input, context, isSample ? taken?.counts : oneCall);
  contestant.spentMs += performance.now() - start;
  if (pass.outcome !== 'ok') return pass;
  if (!isSample)
    return pass.frameSha256 === verified.frameSha256 ? pass : otherFrame(input.id, verified, pass);
  const maxBytes = maxVariantFrameBytes(verified.compressedBytes, input.matrix.bytes.length);
  return pass.compressedBytes <= maxBytes ? pass : longerFrame(input.id, maxBytes, pass);
}

function samplesAfter(first: Pass): Samples {
  const counts: CallCounts = { compress: callsFor(first.compress), decompress: callsFor(first.decompress) };
  return { first, counts, compressMs: [], decompressMs: [], stages: [] };
}

/** Short calls are repeated until together they are long enough for the clock. */
function callsFor({ callMs }: PassUsage): number {
  return Math.max(1, Math.min(mostCalls, Math.ceil((ticksPerSample * tickMs) / Math.max(callMs, tickMs))));
}

function otherFrame(matrix: string, verified: Pass, pass: Pass): FailedTrial {
  const message = 'the frame made while timed differs from the one that was verified';
  const [expected, got] = [verified.frameSha256, pass.frameSha256];
  return { matrix, outcome: 'unstable', stage: 'compare', message, expected, got };
}

function longerFrame(matrix: string, maxBytes: number, { compressedBytes }: Pass): FailedTrial {
  const message = `frame of the matrix with one bit changed: expected at most ${maxBytes} bytes, got ${compressedBytes}`;
  return { matrix, outcome: 'unstable', stage: 'compare', message, expected: maxBytes, got: compressedBytes };
}
