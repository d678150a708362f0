import type { Result, SolutionResult } from '@matrix-arena/contract/schemas';
import { arenaVersion } from '@matrix-arena/harness';
import type { ClaimedSubmission, FileInput } from '@matrix-arena/ledger';
import { z } from 'zod';
import { failedTrials } from './failures.ts';

/** Where and how an evaluation was made; what `metadata.json` holds. */
interface EvaluationMetadata {
  readonly schemaVersion: 1;
  readonly competition: string;
  readonly round: number;
  readonly submission: number;
  readonly attempt: number;
  readonly worker: string;
  readonly auto: boolean;
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly arena: string;
  readonly rules: string;
  readonly corpusSha256: string;
  readonly tarballSha256: string;
  readonly bundleSha256: string;
  readonly codeBytes: number;
  readonly isQuick: boolean;
  readonly plan: Result['plan'];
  readonly environment: Result['environment'];
  readonly findings: SolutionResult['findings'];
  readonly failures: readonly { readonly matrix: string; readonly kind: string; readonly message: string }[];
}

const message = z.looseObject({ kind: z.string(), message: z.string() });

/** What is shown of `metadata.json`; whatever else is in it stays. */
const shownMetadataSchema = z.looseObject({
  arena: z.string(),
  rules: z.string(),
  corpusSha256: z.string(),
  bundleSha256: z.string(),
  isQuick: z.boolean(),
  plan: z.looseObject({ isolation: z.string(), repeats: z.number() }),
  environment: z.looseObject({
    commit: z.string().nullable(),
    dirty: z.boolean().nullable(),
    cpu: z.string(),
    node: z.string(),
    os: z.string(),
    warnings: z.array(z.string()),
  }),
  findings: z.array(message),
  failures: z.array(message.extend({ matrix: z.string() })),
});
export type ShownMetadata = z.infer<typeof shownMetadataSchema>;

/** @returns null for what another version wrote: nothing that is shown depends on it */
export function parseMetadata(bytes: Uint8Array): ShownMetadata | null {
  try {
    return shownMetadataSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return null;
  }
}

/** Name of the stored result; `arena report` reads it back. */
export const resultName = 'result.json';
export const metadataName = 'metadata.json';

export function manifestFile(bytes: Uint8Array): FileInput {
  return { name: 'manifest.json', type: 'manifest', bytes };
}

/** What is kept of a run of one submission. */
export function evaluationFiles(
  result: Result,
  solution: SolutionResult,
  claim: ClaimedSubmission,
  isQuick: boolean,
): FileInput[] {
  const metadata: EvaluationMetadata = {
    schemaVersion: 1,
    competition: claim.competition,
    round: claim.round,
    submission: claim.submission,
    attempt: claim.attempt,
    worker: claim.worker,
    auto: claim.auto,
    startedAt: result.startedAt,
    elapsedMs: result.elapsedMs,
    arena: arenaVersion,
    rules: result.rules,
    corpusSha256: result.corpus.sha256,
    tarballSha256: claim.tarballSha256,
    bundleSha256: solution.bundleSha256,
    codeBytes: solution.codeBytes,
    isQuick,
    plan: result.plan,
    environment: result.environment,
    findings: solution.findings,
    failures: failedTrials(solution).map(({ matrix, outcome, message }) => ({
      matrix,
      kind: outcome,
      message,
    })),
  };
  return [
    { name: resultName, type: 'result', bytes: jsonBytes(result) },
    { name: metadataName, type: 'metadata', bytes: jsonBytes(metadata) },
  ];
}

function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
}
