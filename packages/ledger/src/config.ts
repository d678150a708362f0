import { ArenaError } from '@matrix-arena/contract';
import { beatFactor, defaultRuleSet, ruleSets } from '@matrix-arena/scoring';
import { z } from 'zod';

const positiveBytes = z.int().positive();
const positiveMs = z.number().positive();
/** A hundred years: times stay dates that can be written down. */
const mostHours = 876_000;
const positiveHours = z.number().positive().max(mostHours);

const limitsSchema = z.strictObject({
  /** The solution's own code. */
  codeBytes: positiveBytes.default(20_000),
  /** One call of compress or decompress. */
  callMs: positiveMs.default(10_000),
  /** All calls for one solution together. */
  runMs: positiveMs.default(600_000),
  /** Import of a solution and `create()`. */
  loadMs: positiveMs.default(30_000),
  /** By how much the process may grow during a call. */
  memoryBytes: positiveBytes.default(1.5e9),
  tarballBytes: positiveBytes.default(20e6),
});

const poolSchema = z
  .strictObject({
    /** Folder of matrices, or the name of a bundled set: one of the two. */
    folder: z.string().min(1).optional(),
    name: z.string().min(1).optional(),
    /** Matrices of one round. */
    sampleCount: z.int().positive().default(30),
  })
  .refine(({ folder, name }) => (folder === undefined) !== (name === undefined), 'either folder or name');

/** Letters, digits and hyphens: it is typed in commands and stands in names of files. */
export const competitionIdSchema = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/, 'lower-case letters, digits and hyphens, at most 64');

/** Schema of `competition.json`. Unknown keys are refused, so that a typing mistake is seen. */
export const competitionConfigSchema = z.strictObject({
  $schema: z.string().optional(),
  id: competitionIdSchema,
  name: z.string().min(1).max(100),
  description: z.string().max(4000).default(''),
  /** Name of the rule set that judges every round which opens while it stands here. */
  rules: z.enum(ruleSets.map(({ name }) => name)).default(defaultRuleSet.name),
  limits: limitsSchema.prefault({}),
  /** Timed passes over each matrix at least. */
  repeats: z.int().min(1).max(10_000).default(12),
  /** Sampling ends after this, or when all scores are known well enough. */
  timeBudgetMs: z.int().min(0).max(1e9).default(60_000),
  allowedLibraries: z.array(z.string().min(1)).default(['@bokuweb/zstd-wasm']),
  pool: poolSchema,
  /** The solution that the first holder has to beat. */
  baseline: z.strictObject({ name: z.string().min(1), version: z.string().min(1) }),
  /** A newcomer takes the top with at least this multiple of what stands there. */
  beatFactor: z.number().min(1).max(10).default(beatFactor),
  /** So many submissions of one author in any window of so many hours. */
  rateLimit: z
    .strictObject({ count: z.int().positive(), windowHours: positiveHours })
    .nullable()
    .default(null),
  /** Hours after its evaluation at which everyone may read a submission's code; null for no such delay. */
  revealAfterHours: z.number().nonnegative().max(mostHours).nullable().default(null),
  /** When logs and results may be read. */
  revealLogs: z.enum(['after-round', 'at-once']).default('at-once'),
  /** How long a round takes submissions; null for rounds that end by command. */
  roundHours: positiveHours.nullable().default(null),
});

export type CompetitionConfig = z.infer<typeof competitionConfigSchema>;
/** What an organiser writes: everything that has a default may be left out. */
export type CompetitionConfigInput = z.input<typeof competitionConfigSchema>;

/**
 * Reads the config of a competition from parsed JSON.
 *
 * @param source path shown in the message
 * @throws ArenaError `bad-format` that names the first wrong field
 */
export function parseCompetitionConfig(json: unknown, source: string): CompetitionConfig {
  return parseWith(competitionConfigSchema, json, source, 'correct the config');
}

/** Bytes, whatever memory they lie in. */
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes');

/** @throws ArenaError `bad-format` that names the first wrong field */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, what: string, hint: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue === undefined || issue.path.length === 0 ? '' : ` field ${issue.path.join('.')}`;
  throw new ArenaError('bad-format', {
    what: `${what}${field}`,
    hint: `${issue?.message ?? 'not valid'}; ${hint}`,
    cause: parsed.error,
  });
}
