import { soundParts } from '../../race/parts.ts';
import type { RaceMatrix } from '../../race/race-file.ts';
import { isSettled, nextCalls, rotated } from '../../race/sampling.ts';
import { type RaceSettings, sampleLimitMs } from '../../race/settings.ts';
import type { Failure } from '../../race/state.ts';
import { type CallCounts, oneCall, type Pass, type PassOutcome, runPass } from './pass.ts';
import { closeRunner, type Runner, type Tell } from './runners.ts';

/** A runner on one matrix. */
interface Attempt {
  readonly runner: Runner;
  readonly frameHash: number;
  readonly counts: CallCounts;
  readonly compressMs: number[];
  readonly decompressMs: number[];
  spentMs: number;
}

/** Batches are sized in so many passes at most; they warm the code up as well. */
const maxWarmUps = 6;

export interface MatrixRace {
  /** Of the matrix. */
  readonly index: number;
  readonly matrix: RaceMatrix['matrix'];
  /** How long a sample has to be. */
  readonly leastMs: number;
  readonly settings: RaceSettings;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

/**
 * One matrix: verifies all runners and takes their frames apart, and then times them in turns. Returns who is still in the
 * race.
 */
export async function raceMatrix(runners: readonly Runner[], race: MatrixRace): Promise<Runner[]> {
  const { index, tell, signal } = race;
  const isOut = new Set<Runner>();
  const fail = (runner: Runner, failure: Failure): void => {
    const { lane } = runner;
    tell({ kind: 'failed', lane, matrix: index, failure });
    if (failure.kind !== 'timeout' && failure.kind !== 'crashed') return;
    // Its worker is gone, and the next matrix would end it again.
    isOut.add(runner);
    closeRunner(runner);
    tell({ kind: 'out', lane, failure });
  };
  const attempts: Attempt[] = [];
  tell({ kind: 'step', step: { what: 'checking', matrix: index } });
  for (const runner of runners) {
    if (signal.aborted) break;
    tell({ kind: 'turn', lane: runner.lane });
    const attempt = await verify(runner, race, fail);
    if (attempt !== null) attempts.push(attempt);
  }
  tell({ kind: 'step', step: { what: 'timing', matrix: index } });
  let running = attempts;
  for (let turn = 0; running.length > 0 && !signal.aborted; turn++) {
    const next: Attempt[] = [];
    for (const attempt of rotated(running, turn)) {
      if (await sample(attempt, race, fail)) next.push(attempt);
    }
    running = attempts.filter((attempt) => next.includes(attempt));
  }
  return runners.filter((runner) => !isOut.has(runner));
}

type Fail = (runner: Runner, failure: Failure) => void;

/** The first pass, the parts of its frame, and as many further passes as it takes to size the batches. */
async function verify(runner: Runner, race: MatrixRace, fail: Fail): Promise<Attempt | null> {
  const { lane, sides } = runner;
  const { index, matrix, settings, leastMs, tell } = race;
  let frame: Uint8Array | undefined;
  const outcome = await runPass(sides, matrix, oneCall, settings, (copy) => {
    frame = copy;
  });
  const first = passOf(outcome, runner, fail);
  if (first === null || frame === undefined) return null;
  tell({ kind: 'verified', lane, matrix: index, compressedBytes: first.frameBytes });
  await inspect(runner, frame, race);
  let counts = oneCall;
  let last = first;
  for (let done = 0; done < maxWarmUps; done++) {
    const larger = {
      compress: nextCalls(counts.compress, last.compressMs, leastMs),
      decompress: nextCalls(counts.decompress, last.decompressMs, leastMs),
    };
    const isEnough = larger.compress === counts.compress && larger.decompress === counts.decompress;
    // Once after the cold pass in any case.
    if (isEnough && done > 0) break;
    counts = larger;
    const pass = passOf(await runPass(sides, matrix, counts, settings), runner, fail);
    if (pass === null) return null;
    last = pass;
  }
  return { runner, frameHash: first.frameHash, counts, compressMs: [], decompressMs: [], spentMs: 0 };
}

async function inspect({ lane, inspector }: Runner, frame: Uint8Array, race: MatrixRace): Promise<void> {
  if (inspector === null) return;
  const { index, matrix, settings, tell } = race;
  const frameBytes = frame.length;
  const limitMs = sampleLimitMs(settings, matrix.bytes.length, 1);
  const reply = await inspector.ask({ call: 'inspect', frame }, limitMs, [frame.buffer]);
  const parts = reply.outcome === 'parts' ? soundParts(reply.parts, frameBytes) : null;
  tell({ kind: 'inspected', lane, matrix: index, parts });
}

/** One timed pass. Returns whether more are needed. */
async function sample(attempt: Attempt, race: MatrixRace, fail: Fail): Promise<boolean> {
  const { runner, counts, compressMs, decompressMs } = attempt;
  const { index, matrix, settings, tell } = race;
  const { lane } = runner;
  tell({ kind: 'turn', lane });
  const pass = passOf(await runPass(runner.sides, matrix, counts, settings), runner, fail);
  if (pass === null) return false;
  if (pass.frameHash !== attempt.frameHash) {
    fail(runner, { kind: 'unstable', message: 'a timed call made another frame than the verified one' });
    return false;
  }
  compressMs.push(pass.compressMs / counts.compress);
  decompressMs.push(pass.decompressMs / counts.decompress);
  attempt.spentMs += pass.compressMs + pass.decompressMs;
  const [compress, decompress] = [compressMs, decompressMs].map((samples) => samples[samples.length - 1]);
  tell({ kind: 'sampled', lane, matrix: index, compressMs: compress, decompressMs: decompress });
  if (attempt.spentMs < settings.timeBudgetMs && !isSettled(compressMs, decompressMs, settings)) return true;
  tell({ kind: 'settled', lane, matrix: index });
  return false;
}

/** Null when there is none: it failed, which is told, or the race was stopped. */
function passOf(outcome: PassOutcome, runner: Runner, fail: Fail): Pass | null {
  if (outcome === null) return null;
  if ('pass' in outcome) return outcome.pass;
  fail(runner, outcome.failure);
  return null;
}
