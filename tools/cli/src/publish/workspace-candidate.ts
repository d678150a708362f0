import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { ArenaError } from '@matrix-arena/contract';
import { bundledSamplesDir } from '@matrix-arena/corpus';
import { defaultRunOptions } from '@matrix-arena/harness';
import { standingOfRun } from '@matrix-arena/publish-winner';
import { defaultRuleSet } from '@matrix-arena/scoring';
import { readSample } from '../bench-sample.ts';
import { isTarball } from '../submissions.ts';
import { findWorkspace, selectSolutions } from '../workspace.ts';
import type { Candidate, CandidateOptions } from './candidate.ts';

/** What `--quick` means here. */
const quick = {
  count: 6,
  options: { repeats: 3, timeBudgetMs: 0, quietWaitMs: 1000, timingThreads: 1 },
};

/**
 * A solution of the checkout, or a folder of the user's own: its code is trusted, and its score is that of a bench against
 * the others of the checkout.
 *
 * @throws ArenaError `usage` for a tarball, and what selecting it throws
 */
export async function workspaceCandidate(
  name: string,
  from: string,
  { quick: isQuick }: CandidateOptions,
): Promise<Candidate> {
  if (isTarball(name)) {
    const hint = 'nobody vouches for a tarball; submit it to a competition, or name a folder';
    throw new ArenaError('usage', { what: '--solution', hint });
  }
  const [solution] = await selectSolutions([name], from);
  const all = findWorkspace(from) === null ? [] : await selectSolutions([], from);
  const others = all.filter(
    ({ manifest, entryPath }) => manifest.name !== solution.manifest.name && existsSync(entryPath),
  );
  const sample = {
    directory: bundledSamplesDir(),
    count: isQuick ? quick.count : undefined,
    roundSeed: 0,
  };
  return {
    solution,
    isTrusted: true,
    tarballSha256: null,
    others,
    record: null,
    reasons: [],
    rules: defaultRuleSet,
    options: {
      ...defaultRunOptions,
      ...(isQuick ? quick.options : {}),
      verifyThreads: availableParallelism(),
    },
    roundSeed: sample.roundSeed,
    round: null,
    readInputs: (progress, signal) => readSample(sample, progress, signal),
    standing: ({ result }) => {
      const sha256 = createHash('sha256').update(resultText(result)).digest('hex');
      return standingOfRun(result, sha256, solution.manifest.name);
    },
    keepRecord: () => null,
  };
}

/** As `--out` keeps it. */
export function resultText(result: object): string {
  return `${JSON.stringify(result, null, 1)}\n`;
}
