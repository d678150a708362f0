import { z } from 'zod';
import { ArenaError } from './arena-error.ts';
import { manifestSchema, schemaError } from './manifest-schema.ts';
import { checkResult } from './result-checks.ts';
import { bytes, milliseconds, sha256 } from './result-units.ts';
import { trialsSchema } from './trial-schema.ts';

/** Raised whenever a reader of older result files would misread the new ones. */
export const resultSchemaVersion = 2;

const bitsPerValue = z.number().nonnegative();

const matrixInfoSchema = z.strictObject({
  /** File name, followed by `#tensor` for a file that holds several. Unique in a corpus. */
  id: z.string().min(1),
  rows: bytes,
  cols: bytes,
  originalBytes: bytes,
  sha256,
  /** What the corpus says of it, for grouping: for example `backward`, `small-backward`. */
  direction: z.string().optional(),
  kind: z.string().optional(),
  /** Entropy bounds of the matrix in bits per value, for comparison with what was reached; see `entropyReport`. */
  bounds: z
    .strictObject({
      sign: bitsPerValue,
      exponent: bitsPerValue,
      mantissa: bitsPerValue,
      planesBound: bitsPerValue,
      /** With the exponent as context; with the exponent's own bits they make `givenExponentBound`. */
      signGivenExponent: bitsPerValue,
      mantissaGivenExponent: bitsPerValue,
      givenExponentBound: bitsPerValue,
    })
    .optional(),
});

const solutionStateSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('measured'),
    /** Import of the module and `create()`, in a fresh worker. */
    loadMs: milliseconds,
    /** First compress and first decompress after that; null when no matrix came back. Never scored. */
    coldCompressMs: milliseconds.nullable(),
    coldDecompressMs: milliseconds.nullable(),
    /** Processor time and elapsed time of calls that ran alone, after warm-up; null when there were none. */
    cpuMs: milliseconds.nullable(),
    wallMs: milliseconds.nullable(),
    /** By how much the process grew at most while calls ran alone: heap, buffers and wasm memory together. */
    memoryPeakBytes: bytes.nullable(),
    /** Why sampling ended: the interval of the mean score was narrow enough, or the time budget was used up. */
    sampledUntil: z.enum(['precise', 'budget']),
  }),
  z.strictObject({
    /** `rejected` before its code ran; `not-loadable` when import or `create()` failed. */
    state: z.enum(['rejected', 'not-loadable']),
    message: z.string(),
  }),
]);

/**
 * What a solution does that no rule forbids and a reader should know.
 *
 * | kind | meaning |
 * |---|---|
 * | `hidden-threads` | more processor time than time passes |
 * | `remembers-inputs` | first passes over matrices are much slower than later ones |
 * | `leaves-handles` | timers, files or sockets stay open between calls |
 * | `inspect-failed` | its inspect module could not take all frames apart: trials without parts |
 */
const findingKinds = ['hidden-threads', 'remembers-inputs', 'leaves-handles', 'inspect-failed'] as const;

const solutionResultSchema = z.strictObject({
  manifest: manifestSchema,
  /** Hash over every file that counts as the solution's code, and their size together. */
  bundleSha256: sha256,
  codeBytes: bytes,
  status: solutionStateSchema,
  findings: z.array(z.strictObject({ kind: z.enum(findingKinds), message: z.string() })),
  trials: trialsSchema,
});

const environmentSchema = z.strictObject({
  node: z.string(),
  v8: z.string(),
  os: z.string(),
  arch: z.string(),
  cpu: z.string(),
  cores: z.int().positive(),
  memoryBytes: bytes,
  /** One-minute load average at the start and at the end of the timing. */
  loadAverageStart: z.number(),
  loadAverageEnd: z.number(),
  /** Frequency governor of the first core, where the system tells it. */
  governor: z.string().nullable(),
  timer: z.string(),
  timerResolutionNs: z.number().nonnegative(),
  /** Commit of the checkout, and whether files were changed since; null outside a checkout. */
  commit: z.string().nullable(),
  dirty: z.boolean().nullable(),
  /** What disturbed the run, in words; empty when nothing was noticed. */
  warnings: z.array(z.string()),
});

/** Everything one run of the harness found out. Nothing in it is derived: scores and ranks follow from it. */
export const resultSchema = z
  .strictObject({
    schemaVersion: z.literal(resultSchemaVersion),
    startedAt: z.iso.datetime(),
    elapsedMs: milliseconds,
    environment: environmentSchema,
    /** Name of the rule set that the run was made for. */
    rules: z.string(),
    corpus: z.strictObject({
      name: z.string(),
      /** Over ids, shapes and hashes of the matrices of this run, in order of id. */
      sha256,
      /** Seed of the sample and size of the pool it was taken from. */
      roundSeed: z.int().nonnegative(),
      poolCount: z.int().positive(),
      matrices: z.array(matrixInfoSchema).min(1),
    }),
    plan: z.strictObject({
      /** Where solutions run: threads of the harness for those that are trusted, or a process each in a sandbox. */
      isolation: z.enum(['threads', 'sandbox', 'unsafe-processes']),
      /** Samples of each matrix at least, and how many of them are taken in one stage. */
      repeats: z.int().positive(),
      samplesPerStage: z.int().positive(),
      warmups: z.int().nonnegative(),
      /** Sampling goes on until the 95 % interval of every mean score is within this share of it, or time is up. */
      relativePrecision: z.number().positive(),
      timeBudgetMs: milliseconds,
      verifyThreads: z.int().positive(),
      timingThreads: z.int().positive(),
      /** Whether the number of timing threads was asked for or follows from `interference`. */
      timingThreadsFrom: z.enum(['option', 'interference']),
      loadLimitMs: milliseconds,
      callLimitMs: milliseconds,
      runLimitMs: milliseconds,
      memoryLimitBytes: bytes,
      codeLimitBytes: bytes,
    }),
    /**
     * How much slower one solution got when so many workers ran it at once, with the 95 % interval of that; empty when
     * it was not measured.
     */
    interference: z.array(
      z.strictObject({
        solution: z.string(),
        threads: z.int().positive(),
        slowDown: z.number().positive(),
        slowDownLow: z.number().positive(),
        slowDownHigh: z.number().positive(),
      }),
    ),
    /** One of the solutions, timed a second time as if it were another: what differs is noise. */
    control: z.strictObject({ solution: z.string(), trials: trialsSchema }).nullable(),
    solutions: z.array(solutionResultSchema).min(1),
  })
  .superRefine(checkResult);

export type Result = z.infer<typeof resultSchema>;
export type RunEnvironment = z.infer<typeof environmentSchema>;
export type SolutionResult = z.infer<typeof solutionResultSchema>;
export type Trial = SolutionResult['trials'][number];
export type Finding = SolutionResult['findings'][number];
export type MatrixInfo = z.infer<typeof matrixInfoSchema>;

/**
 * Reads a result from parsed JSON.
 *
 * @param source path shown in the message
 * @throws ArenaError `bad-format` that names the first wrong field, `unsupported` for one of another schema version
 */
export function parseResult(json: unknown, source: string): Result {
  const { schemaVersion } = Object(json) as { readonly schemaVersion?: unknown };
  if (Number.isInteger(schemaVersion) && schemaVersion !== resultSchemaVersion) {
    throw new ArenaError('unsupported', {
      what: `${source}: schema version`,
      expected: resultSchemaVersion,
      got: Number(schemaVersion),
      hint: 'bench again with this version of arena',
    });
  }
  const parsed = resultSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw schemaError(parsed.error, source, 'pass a file written by arena bench --json');
}
