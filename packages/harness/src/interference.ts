import { availableParallelism } from 'node:os';
import type { Result } from '@matrix-arena/contract/schemas';
import type { CorpusMatrix } from '@matrix-arena/corpus';
import { median } from '@matrix-arena/scoring';
import { closeContestant, contestantOf, openSlots } from './contestant.ts';
import type { RunContext } from './context.ts';
import { type Pass, runPass } from './pass.ts';
import type { Verification } from './verify.ts';

export type Interference = Result['interference'][number];

/** Workers disturb each other when they get slower by more than this; faster by more than this is noise. */
const maxSlowDown = 1.03;
/** The 95 % interval of the median of 15 values is from the 4th to the 12th in order, by the binomial distribution. */
const rounds = 15;
const [lowRank, highRank] = [4, 12];

/**
 * Finds out how many matrices can be timed at once: one solution on one worker alone against the same on k workers, by
 * turns, for k the number of cores, then half of it, and so on until one is found that does no harm.
 *
 * @returns what was measured, the last of it first to be good enough, if any was
 */
export async function measureInterference(
  verification: Verification,
  matrices: readonly CorpusMatrix[],
  context: RunContext,
): Promise<Interference[]> {
  const probe = probeOf(verification, matrices);
  const measured: Interference[] = [];
  if (probe === undefined) return measured;
  for (let threads = availableParallelism(); threads > 1; threads = Math.floor(threads / 2)) {
    const { name } = verification.solution.manifest;
    context.onEvent({ phase: 'calibrate', done: 0, total: 1, what: `${name} on ${threads} workers at once` });
    const ratios = await slowDowns(verification, probe, threads, context);
    if (ratios === null) return measured;
    const found = interferenceOf(name, threads, ratios);
    measured.push(found);
    if (isHarmless(found)) return measured;
  }
  return measured;
}

/** The largest number of workers that was shown to do no harm. */
export function threadsWithoutHarm(measured: readonly Interference[]): number {
  return measured.find(isHarmless)?.threads ?? 1;
}

/** Of what was measured in each round: workers together / the worker alone. */
export function interferenceOf(solution: string, threads: number, ratios: readonly number[]): Interference {
  const sorted = ratios.toSorted((a, b) => a - b);
  const [slowDownLow, slowDownHigh] = [sorted[lowRank - 1], sorted[highRank - 1]];
  return { solution, threads, slowDown: median(ratios), slowDownLow, slowDownHigh };
}

/** What is too noisy to tell does harm as well: nobody gets faster by being disturbed. */
function isHarmless({ slowDownLow, slowDownHigh }: Interference): boolean {
  return slowDownLow > 1 / maxSlowDown && slowDownHigh < maxSlowDown;
}

/** Of the matrices that came back, the one of median size. */
function probeOf({ passes }: Verification, matrices: readonly CorpusMatrix[]): CorpusMatrix | undefined {
  const sound = matrices.filter(({ id }) => passes.get(id)?.outcome === 'ok');
  const bySize = sound.toSorted((a, b) => a.matrix.bytes.length - b.matrix.bytes.length);
  return bySize[bySize.length >>> 1];
}

async function slowDowns(
  verification: Verification,
  probe: CorpusMatrix,
  threads: number,
  context: RunContext,
): Promise<number[] | null> {
  const contestant = contestantOf(verification);
  const { slots } = contestant;
  try {
    await openSlots(contestant, threads, [probe], context);
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const one = await runPass(slots[0], probe, context);
      const all = await Promise.all(slots.map((lanes) => runPass(lanes, probe, context)));
      if ([one, ...all].some(({ outcome }) => outcome !== 'ok')) return null;
      ratios.push(median(all.map((pass) => passMs(pass as Pass))) / passMs(one as Pass));
    }
    return ratios;
  } finally {
    await closeContestant(contestant);
  }
}

function passMs({ compress, decompress }: Pass): number {
  return compress.callMs + decompress.callMs;
}
