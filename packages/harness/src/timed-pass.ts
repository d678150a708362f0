import type { CorpusMatrix } from '@matrix-arena/corpus';
import type { Contestant } from './contestant.ts';
import type { RunContext } from './context.ts';
import { type CallCounts, type FailedTrial, oneCall, type Pass, runPass } from './pass.ts';
import { maxVariantFrameBytes } from './variant.ts';
import { runLimitFailure } from './verify.ts';

/** The matrix that goes through a solution, and which of its pairs of sides it goes through. */
export interface TimedInput {
  readonly slot: number;
  readonly input: Pick<CorpusMatrix, 'id' | 'matrix'>;
}

/** A pass over the matrix itself: its frame must be the one that was verified. A failure of the verification stands. */
export function checkedPass(
  contestant: Contestant,
  { slot, input }: TimedInput,
  context: RunContext,
  counts: CallCounts = oneCall,
): Promise<Pass | FailedTrial> {
  return passWithinLimit(contestant, { slot, input }, counts, context, (verified, pass) =>
    pass.frameSha256 === verified.frameSha256 ? pass : otherFrame(input.id, verified, pass),
  );
}

/** A pass over a variant of the matrix: its frame may not be much longer than that of the matrix itself. */
export function variedPass(
  contestant: Contestant,
  { slot, input }: TimedInput,
  context: RunContext,
  counts: CallCounts,
): Promise<Pass | FailedTrial> {
  return passWithinLimit(contestant, { slot, input }, counts, context, (verified, pass) => {
    const maxBytes = maxVariantFrameBytes(verified.compressedBytes, input.matrix.bytes.length);
    return pass.compressedBytes <= maxBytes ? pass : longerFrame(input.id, maxBytes, pass);
  });
}

async function passWithinLimit(
  contestant: Contestant,
  { slot, input }: TimedInput,
  counts: CallCounts,
  context: RunContext,
  judge: (verified: Pass, pass: Pass) => Pass | FailedTrial,
): Promise<Pass | FailedTrial> {
  const { runLimitMs } = context.options;
  const verified = contestant.verification.passes.get(input.id);
  if (verified !== undefined && verified.outcome !== 'ok') return verified;
  if (verified === undefined || contestant.spentMs > runLimitMs) return runLimitFailure(input.id, runLimitMs);
  const start = performance.now();
  const pass = await runPass(contestant.slots[slot], input, context, counts);
  contestant.spentMs += performance.now() - start;
  return pass.outcome === 'ok' ? judge(verified, pass) : pass;
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
