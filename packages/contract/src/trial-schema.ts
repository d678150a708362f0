import { z } from 'zod';
import { framePartPlanes } from './frame-part.ts';
import { milliseconds, sha256 } from './result-units.ts';

/**
 * Why a trial failed.
 *
 * | kind | meaning |
 * |---|---|
 * | `encode-error`, `decode-error` | compress or decompress threw |
 * | `mismatch` | what came back is not what went in |
 * | `bad-output` | a call returned something that is no frame, an empty one included, or no matrix |
 * | `too-large` | the frame is longer than the contract allows |
 * | `unstable` | a timed call made other bytes than the verified one, or much longer ones of nearly the same matrix |
 * | `timeout` | a call or the whole run took longer than its limit |
 * | `out-of-memory` | memory grew beyond the limit during a call |
 * | `crashed` | the worker ended by itself, or one that took its place could not load the solution |
 * | `forged` | a reply that the harness did not write, or a time that cannot be true |
 */
export const trialFailureKinds = [
  'encode-error',
  'decode-error',
  'mismatch',
  'bad-output',
  'too-large',
  'unstable',
  'timeout',
  'out-of-memory',
  'crashed',
  'forged',
] as const;
export type TrialFailureKind = (typeof trialFailureKinds)[number];

const detail = z.union([z.string(), z.number()]).optional();

const framePartSchema = z.strictObject({
  name: z.string().min(1),
  plane: z.enum(framePartPlanes),
  bits: z.number().nonnegative(),
});

const okTrialSchema = z
  .strictObject({
    matrix: z.string(),
    outcome: z.literal('ok'),
    /** Positive: a frame tells the shape at least, and sizes are divided by it. */
    compressedBytes: z.int().positive(),
    frameSha256: sha256,
    /** 1 when every byte came back; less only under rules that allow loss. */
    similarity: z.number(),
    /** First pass over this matrix in the timing, by warm workers; from others, for most matrices. Never scored. */
    firstCompressMs: milliseconds,
    firstDecompressMs: milliseconds,
    /** Calls that were timed together to make one sample: more than one where a call is too short for the clock. */
    compressCalls: z.int().positive(),
    decompressCalls: z.int().positive(),
    /** Per call, one entry per sample in the order taken; entry i of all three arrays belongs to the same pass. */
    compressMs: z.array(milliseconds).min(1),
    decompressMs: z.array(milliseconds).min(1),
    /** Stage of the run that the sample was taken in: samples of one stage lie close together in time. */
    stages: z.array(z.int().nonnegative()).min(1),
    /** What the frame is made of, where the solution can tell; see `InspectFrame`. */
    parts: z.array(framePartSchema).optional(),
  })
  .refine(
    ({ compressMs, decompressMs, stages }) =>
      compressMs.length === decompressMs.length && compressMs.length === stages.length,
    { path: ['compressMs'], message: 'compressMs, decompressMs and stages have one entry for each sample' },
  );

const failedTrialSchema = z.strictObject({
  matrix: z.string(),
  outcome: z.enum(trialFailureKinds),
  stage: z.enum(['compress', 'decompress', 'compare']),
  message: z.string(),
  expected: detail,
  got: detail,
});

/** At most one for each matrix of the run. */
export const trialsSchema = z.array(z.discriminatedUnion('outcome', [okTrialSchema, failedTrialSchema]));
export type Trials = z.infer<typeof trialsSchema>;
