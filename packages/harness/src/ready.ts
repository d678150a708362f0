import type { CorpusMatrix } from '@matrix-arena/corpus';
import { median } from '@matrix-arena/scoring';
import { callWorker } from './call-worker.ts';
import type { RunContext } from './context.ts';
import type { Lanes } from './lanes.ts';
import { type Pass, type PassUsage, runPass } from './pass.ts';

/** What was learned of one solution before its turn came: alone on the machine, in fresh workers. */
export interface Readiness {
  readonly loadMs: number;
  readonly coldCompressMs: number | null;
  readonly coldDecompressMs: number | null;
  readonly cpuMs: number | null;
  readonly wallMs: number | null;
  /** See `cpuRatioOf`. */
  readonly cpuRatio: number | null;
  readonly memoryPeakBytes: number | null;
  readonly openHandles: number;
}

/** The tuning that JavaScript engines do while code is hot is over after about this long, at most this many passes. */
const jitWarmUpMs = 300;
const jitWarmUpPasses = 30;
/** Passes after that are watched for memory and processor time, for this long, but so many at least and at most. */
const watchMs = 200;
const leastWatchedPasses = 6;
const mostWatchedPasses = 30;

/**
 * Loads both sides, takes the cold first calls, runs until the engine has optimised, then watches some passes.
 *
 * @returns null when a side cannot be loaded
 */
export async function getReady(
  lanes: Lanes,
  warmUp: readonly CorpusMatrix[],
  context: RunContext,
): Promise<Readiness | null> {
  const task = { call: 'load', entryUrl: lanes.entryUrl } as const;
  const compressSide = await callWorker(lanes.compress, task, context);
  const decompressSide = await callWorker(lanes.decompress, task, context);
  if (compressSide.outcome !== 'loaded' || decompressSide.outcome !== 'loaded') return null;
  const start = performance.now();
  const isCold = (done: number): boolean => done < jitWarmUpPasses && performance.now() - start < jitWarmUpMs;
  const [cold] = await runPasses(lanes, warmUp, context, isCold);
  const watchStart = performance.now();
  const isWatched = (done: number): boolean =>
    done < leastWatchedPasses || (done < mostWatchedPasses && performance.now() - watchStart < watchMs);
  const watched = await runPasses(lanes, warmUp, context, isWatched);
  const sides = watched.flatMap(({ compress, decompress }) => [compress, decompress]);
  const ifAny = (figure: number): number | null => (sides.length === 0 ? null : figure);
  return {
    loadMs: compressSide.usage.elapsedMs,
    coldCompressMs: cold?.compress.callMs ?? null,
    coldDecompressMs: cold?.decompress.callMs ?? null,
    cpuMs: ifAny(cpuMsOf(sides)),
    wallMs: ifAny(wallMsOf(sides)),
    cpuRatio: cpuRatioOf(watched),
    memoryPeakBytes: ifAny(Math.max(0, ...sides.map(({ memoryBytes }) => memoryBytes))),
    openHandles: Math.max(0, ...sides.map(({ openHandles }) => openHandles)),
  };
}

const cpuMsOf = (sides: readonly PassUsage[]): number => sides.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
const wallMsOf = (sides: readonly PassUsage[]): number =>
  sides.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);

/** Of shorter calls the meters themselves take too much of the processor time. */
const shortestTellingMs = 0.1;

/**
 * Processor time by elapsed time: of all calls together, or what is typical of either direction, whichever is most. Some
 * calls that had to wait for a core hide threads in the sum, not in the median; few long calls that use threads show in the
 * sum alone.
 *
 * @returns null when all calls were too short to tell
 */
export function cpuRatioOf(passes: readonly Pick<Pass, 'compress' | 'decompress'>[]): number | null {
  const isTelling = ({ elapsedMs }: PassUsage): boolean => elapsedMs >= shortestTellingMs;
  const compress = passes.map((pass) => pass.compress).filter(isTelling);
  const decompress = passes.map((pass) => pass.decompress).filter(isTelling);
  const directions = [compress, decompress].filter((calls) => calls.length > 0);
  if (directions.length === 0) return null;
  const all = directions.flat();
  const typical = directions.map((calls) => median(calls.map(({ cpuMs, elapsedMs }) => cpuMs / elapsedMs)));
  return Math.max(cpuMsOf(all) / wallMsOf(all), ...typical);
}

/** Passes over the matrices by turns, as long as `goesOn` says and all is well: what fails now fails when it is timed. */
async function runPasses(
  lanes: Lanes,
  matrices: readonly CorpusMatrix[],
  context: RunContext,
  goesOn: (done: number) => boolean,
): Promise<Pass[]> {
  const passes: Pass[] = [];
  while (matrices.length > 0 && goesOn(passes.length)) {
    const pass = await runPass(lanes, matrices[passes.length % matrices.length], context);
    if (pass.outcome !== 'ok') break;
    passes.push(pass);
  }
  return passes;
}
