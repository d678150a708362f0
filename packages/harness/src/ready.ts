import type { CorpusMatrix } from '@matrix-arena/corpus';
import { callWorker } from './call-worker.ts';
import type { RunContext } from './context.ts';
import type { Lanes } from './lanes.ts';
import { type Pass, runPass } from './pass.ts';

/** What was learned of one solution before its turn came: alone on the machine, in fresh workers. */
export interface Readiness {
  readonly loadMs: number;
  readonly coldCompressMs: number | null;
  readonly coldDecompressMs: number | null;
  readonly cpuMs: number | null;
  readonly wallMs: number | null;
  readonly memoryPeakBytes: number | null;
  readonly openHandles: number;
}

/** The tuning that JavaScript engines do while code is hot is over after about this long, at most this many passes. */
const jitWarmUpMs = 300;
const jitWarmUpPasses = 30;
/** Passes after that which are watched for memory and processor time. */
const watchedPasses = 6;

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
  const watched = await runPasses(lanes, warmUp, context, (done) => done < watchedPasses);
  const sides = watched.flatMap(({ compress, decompress }) => [compress, decompress]);
  const ifAny = (figure: number): number | null => (sides.length === 0 ? null : figure);
  return {
    loadMs: compressSide.usage.elapsedMs,
    coldCompressMs: cold?.compress.callMs ?? null,
    coldDecompressMs: cold?.decompress.callMs ?? null,
    cpuMs: ifAny(sides.reduce((sum, { cpuMs }) => sum + cpuMs, 0)),
    wallMs: ifAny(sides.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)),
    memoryPeakBytes: ifAny(Math.max(0, ...sides.map(({ memoryBytes }) => memoryBytes))),
    openHandles: Math.max(0, ...sides.map(({ openHandles }) => openHandles)),
  };
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
