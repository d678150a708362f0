import type { Trial } from '@matrix-arena/contract/schemas';
import type { CorpusMatrix } from '@matrix-arena/corpus';
import type { RunContext } from './context.ts';
import { closeLanes, type Lanes, openLanes } from './lanes.ts';
import type { CallCounts, FailedTrial, Pass } from './pass.ts';
import { getReady, type Readiness } from './ready.ts';
import type { Verification } from './verify.ts';

/** Samples of one matrix, as they come in. */
export interface Samples {
  readonly first: Pass;
  readonly counts: CallCounts;
  /** Per call; entry i of all three arrays belongs to the same pass. */
  readonly compressMs: number[];
  readonly decompressMs: number[];
  readonly stages: number[];
}

/** One solution in the timing: its own workers, warm, waiting for their turn. */
export interface Contestant {
  readonly verification: Verification;
  /** One pair of sides for each matrix that is timed at once. */
  readonly slots: Lanes[];
  /** Null before it is open, and when it could be loaded to be verified, but not again. */
  readiness: Readiness | null;
  readonly samples: Map<string, Samples>;
  readonly failures: Map<string, FailedTrial>;
  /** In passes, those of the verification among them. */
  spentMs: number;
}

export function contestantOf(verification: Verification): Contestant {
  const { spentMs } = verification;
  return { verification, slots: [], readiness: null, samples: new Map(), failures: new Map(), spentMs };
}

/** Opens and warms workers for so many matrices at a time. They have to be closed also when this throws. */
export async function openSlots(
  contestant: Contestant,
  slotCount: number,
  order: readonly CorpusMatrix[],
  context: RunContext,
): Promise<void> {
  const { verification, slots } = contestant;
  const warmUp = warmUpMatrices(verification, order);
  for (let slot = 0; slot < slotCount; slot++) {
    const lanes = openLanes(verification.solution, { size: 1, firstCore: slot }, context);
    slots.push(lanes);
    // It could be loaded before. If it cannot now, another solution may have left the process short of memory: once more.
    const readiness = (await getReady(lanes, warmUp, context)) ?? (await getReady(lanes, warmUp, context));
    contestant.readiness ??= readiness;
  }
}

export async function closeContestant({ slots }: Contestant): Promise<void> {
  await Promise.all(slots.map(closeLanes));
}

/** A third of what can be measured: the first pass over any other matrix meets workers that have never seen it. */
function warmUpMatrices({ passes }: Verification, order: readonly CorpusMatrix[]): CorpusMatrix[] {
  const sound = order.filter(({ id }) => passes.get(id)?.outcome === 'ok');
  return sound.slice(0, Math.max(1, Math.floor(sound.length / 3)));
}

/** Trials as far as they have come, in the order of the corpus. */
export function trialsOf(
  { samples, failures }: Contestant,
  matrices: readonly Pick<CorpusMatrix, 'id'>[],
): Trial[] {
  return matrices.flatMap(({ id }) => {
    const taken = samples.get(id);
    return failures.get(id) ?? (taken === undefined ? [] : okTrial(id, taken));
  });
}

function okTrial(matrix: string, { first, counts, compressMs, decompressMs, stages }: Samples): Trial {
  return {
    matrix,
    outcome: 'ok',
    compressedBytes: first.compressedBytes,
    frameSha256: first.frameSha256,
    similarity: first.similarity,
    firstCompressMs: first.compress.callMs,
    firstDecompressMs: first.decompress.callMs,
    compressCalls: counts.compress,
    decompressCalls: counts.decompress,
    compressMs,
    decompressMs,
    stages,
  };
}
