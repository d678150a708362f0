import type { CorpusMatrix } from '@matrix-arena/corpus';
import pMap from 'p-map';
import { callWorker } from './call-worker.ts';
import type { RunContext } from './context.ts';
import { isInspected } from './inspect.ts';
import { closeLanes, type Lanes, openLanes } from './lanes.ts';
import { type FailedTrial, oneCall, type Pass, runPass } from './pass.ts';
import type { SolutionPackage } from './solution-package.ts';

/** What the verification found out about one solution. */
export interface Verification {
  readonly solution: SolutionPackage;
  /** Why it could not be loaded; null when it could. */
  readonly loadFailure: string | null;
  readonly passes: ReadonlyMap<string, Pass | FailedTrial>;
  /** By id of the matrix, of a solution that takes its frames apart; they are let go of when that is done. */
  readonly frames: Map<string, Uint8Array>;
  /** In passes. */
  readonly spentMs: number;
}

/** State of one solution while its matrices are under way. */
interface Candidate {
  readonly solution: SolutionPackage;
  readonly passes: Map<string, Pass | FailedTrial>;
  readonly frames: Map<string, Uint8Array>;
  loadFailure: string | null;
  lanes: Promise<Lanes | null> | undefined;
  remainingCount: number;
  spentMs: number;
}

/**
 * Phase one: every solution on every matrix, on every core. Solutions come one after the other, their matrices in
 * parallel, so that few worker threads are alive at a time and a slow solution does not leave a core idle.
 */
export async function verify(
  solutions: readonly SolutionPackage[],
  matrices: readonly CorpusMatrix[],
  context: RunContext,
): Promise<Verification[]> {
  const candidates = solutions.map((solution): Candidate => {
    return {
      solution,
      passes: new Map(),
      frames: new Map(),
      loadFailure: null,
      lanes: undefined,
      remainingCount: matrices.length,
      spentMs: 0,
    };
  });
  const trials = candidates.flatMap((candidate) => matrices.map((matrix) => ({ candidate, matrix })));
  let done = 0;
  const tell = (what: string): void => context.onEvent({ phase: 'verify', done, total: trials.length, what });
  const verifyTrial = async ({ candidate, matrix }: (typeof trials)[number]): Promise<void> => {
    candidate.lanes ??= load(candidate, context);
    const lanes = await candidate.lanes;
    if (lanes !== null) candidate.passes.set(matrix.id, await verifyOne(candidate, lanes, matrix, context));
    candidate.remainingCount--;
    if (lanes !== null && candidate.remainingCount === 0) await closeLanes(lanes);
    done++;
    tell(`${candidate.solution.manifest.name} on ${matrix.id}`);
  };
  tell('the first matrices');
  try {
    await pMap(trials, verifyTrial, { concurrency: context.options.verifyThreads });
  } finally {
    // After an interruption: threads of solutions that were under way.
    for (const { lanes, remainingCount } of candidates) {
      const open = remainingCount > 0 ? await lanes?.catch(() => null) : null;
      if (open) await closeLanes(open);
    }
  }
  for (const candidate of candidates) await verifyAloneAfterMemory(candidate, matrices, context);
  return candidates;
}

/** Who took the memory, and who was only running at the time, shows when each runs alone. */
async function verifyAloneAfterMemory(
  candidate: Candidate,
  matrices: readonly CorpusMatrix[],
  context: RunContext,
): Promise<void> {
  const suspects = matrices.filter(({ id }) => candidate.passes.get(id)?.outcome === 'out-of-memory');
  if (suspects.length === 0) return;
  const lanes = openLanes(candidate.solution, { size: 1, firstCore: 0 }, context);
  try {
    for (const matrix of suspects)
      candidate.passes.set(matrix.id, await verifyOne(candidate, lanes, matrix, context));
  } finally {
    await closeLanes(lanes);
  }
}

/** Loads both sides, in one worker each: what cannot be loaded is not the fault of a matrix. */
async function load(candidate: Candidate, context: RunContext): Promise<Lanes | null> {
  const lanes = openLanes(candidate.solution, { size: context.options.verifyThreads, firstCore: 0 }, context);
  try {
    for (const side of [lanes.compress, lanes.decompress]) {
      const loaded = await callWorker(side, { call: 'load', entryUrl: lanes.entryUrl }, context);
      if (loaded.outcome === 'loaded') continue;
      candidate.loadFailure = 'message' in loaded ? loaded.message : `the worker answered ${loaded.outcome}`;
      break;
    }
  } catch (error) {
    await closeLanes(lanes);
    throw error;
  }
  if (candidate.loadFailure === null) return lanes;
  await closeLanes(lanes);
  return null;
}

async function verifyOne(
  candidate: Candidate,
  lanes: Lanes,
  matrix: CorpusMatrix,
  context: RunContext,
): Promise<Pass | FailedTrial> {
  const { runLimitMs } = context.options;
  if (candidate.spentMs > runLimitMs) return runLimitFailure(matrix.id, runLimitMs);
  const keepFrame = (frame: Uint8Array): void => {
    if (isInspected(candidate.solution, context.options)) candidate.frames.set(matrix.id, frame);
  };
  const start = performance.now();
  const pass = await runPass(lanes, matrix, context, oneCall, keepFrame);
  candidate.spentMs += performance.now() - start;
  return pass;
}

export function runLimitFailure(matrixId: string, runLimitMs: number): FailedTrial {
  const message = `the solution took longer than ${runLimitMs} ms in this run`;
  return { matrix: matrixId, outcome: 'timeout', stage: 'compress', message };
}
