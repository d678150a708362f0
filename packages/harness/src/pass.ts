import { createHash, randomInt } from 'node:crypto';
import { type Matrix, maxFrameBytes } from '@matrix-arena/contract';
import type { Trial } from '@matrix-arena/contract/schemas';
import type { CorpusMatrix } from '@matrix-arena/corpus';
import { type RuleSet, similarity } from '@matrix-arena/scoring';
import { type CallOutcome, callWorker } from './call-worker.ts';
import type { RunContext } from './context.ts';
import type { Lanes } from './lanes.ts';
import type { Batch, Usage } from './worker-protocol.ts';

/** One matrix through compress and decompress, compared in the host. */
export interface Pass {
  readonly outcome: 'ok';
  readonly compressedBytes: number;
  readonly frameSha256: string;
  readonly similarity: number;
  readonly compress: PassUsage;
  readonly decompress: PassUsage;
}

/** What the calls of one direction took. */
export interface PassUsage extends Usage {
  readonly calls: number;
  /** Per call. */
  readonly callMs: number;
}

/** How many calls make one sample of each direction. */
export interface CallCounts {
  readonly compress: number;
  readonly decompress: number;
}

export const oneCall: CallCounts = { compress: 1, decompress: 1 };

export type FailedTrial = Exclude<Trial, { outcome: 'ok' }>;
type Failure = Omit<FailedTrial, 'matrix'>;

/**
 * Compresses in one worker and decompresses in another that never saw the source; compares the bytes outside both.
 * Verification, warm-up and timing are all made of passes, so a codec cannot behave only while it is looked at.
 *
 * @param onFrame gets the frame of a pass that is well
 */
export async function runPass(
  lanes: Lanes,
  { id, matrix }: Pick<CorpusMatrix, 'id' | 'matrix'>,
  context: RunContext,
  counts: CallCounts = oneCall,
  onFrame: (frame: Uint8Array) => void = () => {},
): Promise<Pass | FailedTrial> {
  const { entryUrl } = lanes;
  const toCompress = { call: 'compress', entryUrl, matrix, batch: batchOf(counts.compress) } as const;
  const compressed = await callWorker(lanes.compress, toCompress, context);
  if (compressed.outcome !== 'frame') return { matrix: id, ...failureOf(compressed, 'compress') };
  const frame = compressed.bytes;
  if (frame.length === 0) return { matrix: id, ...emptyFrame };
  const maxBytes = maxFrameBytes(matrix.bytes.length);
  if (frame.length > maxBytes) return { matrix: id, ...tooLarge(frame.length, maxBytes) };
  const toDecompress = { call: 'decompress', entryUrl, frame, batch: batchOf(counts.decompress) } as const;
  const restored = await callWorker(lanes.decompress, toDecompress, context);
  if (restored.outcome !== 'matrix') return { matrix: id, ...failureOf(restored, 'decompress') };
  const judged = compare(matrix, { ...restored, dtype: 'bf16' }, context.rules);
  if (typeof judged !== 'number') return { matrix: id, ...judged };
  onFrame(frame);
  return {
    outcome: 'ok',
    compressedBytes: frame.length,
    frameSha256: createHash('sha256').update(frame).digest('hex'),
    similarity: judged,
    compress: perCall(compressed.usage, counts.compress),
    decompress: perCall(restored.usage, counts.decompress),
  };
}

/** Which output is looked at, only the host knows. */
function batchOf(calls: number): Batch {
  return { calls, pick: randomInt(calls) };
}

function perCall(usage: Usage, calls: number): PassUsage {
  return { ...usage, calls, callMs: usage.elapsedMs / calls };
}

function failureOf(call: CallOutcome, stage: 'compress' | 'decompress'): Failure {
  switch (call.outcome) {
    case 'threw':
      return {
        outcome: stage === 'compress' ? 'encode-error' : 'decode-error',
        stage,
        message: call.message,
      };
    case 'bad-output':
    case 'timeout':
    case 'out-of-memory':
    case 'crashed':
    case 'forged':
      return { outcome: call.outcome, stage, message: call.message };
    default:
      return { outcome: 'bad-output', stage, message: `the worker answered ${call.outcome}` };
  }
}

/** Even an empty matrix has a shape to tell, and sizes are divided by that of the frame. */
const emptyFrame: Failure = {
  outcome: 'bad-output',
  stage: 'compress',
  message: 'frame: expected at least 1 byte, got 0',
};

function tooLarge(frameBytes: number, maxBytes: number): Failure {
  const message = `frame: expected at most ${maxBytes} bytes, got ${frameBytes}`;
  return { outcome: 'too-large', stage: 'compress', message, expected: maxBytes, got: frameBytes };
}

/** Similarity of what came back, or the first difference when the rules allow none. */
function compare(original: Matrix, restored: Matrix, rules: RuleSet): number | Failure {
  const shapeOf = ({ rows, cols, bytes }: Matrix): string => `${rows} x ${cols} in ${bytes.length} bytes`;
  if (shapeOf(original) !== shapeOf(restored)) return mismatch('shape', shapeOf(original), shapeOf(restored));
  if (Buffer.compare(original.bytes, restored.bytes) === 0) return 1;
  if (!rules.lossless) return similarity(original, restored);
  const at = original.bytes.findIndex((byte, i) => byte !== restored.bytes[i]) >>> 1;
  return mismatch(`value ${at}`, bitsAt(original, at), bitsAt(restored, at));
}

function mismatch(what: string, expected: string, got: string): Failure {
  return {
    outcome: 'mismatch',
    stage: 'compare',
    message: `${what}: expected ${expected}, got ${got}`,
    expected,
    got,
  };
}

function bitsAt({ bytes }: Matrix, value: number): string {
  return `0x${(bytes[2 * value] | (bytes[2 * value + 1] << 8)).toString(16).padStart(4, '0')}`;
}
