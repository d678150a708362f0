import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isArenaError } from '@matrix-arena/contract';
import { bundledSamplesDir } from '@matrix-arena/corpus';
import { assertSandbox, readSolutionPackage, unpackTarball } from '@matrix-arena/harness';
import type { Ledger } from '@matrix-arena/ledger';
import { type Holder, holderOfRound, recordPublication, standingOfRound } from '@matrix-arena/publish-winner';
import { findRuleSet } from '@matrix-arena/scoring';
import { readSample, type SampledSet } from '../bench-sample.ts';
import { runOptionsOf } from '../competition/evaluation-options.ts';
import { warn } from '../competition/output.ts';
import { poolFolder, readRoundInputs } from '../competition/pool.ts';
import type { Progress } from '../progress.ts';
import type { Candidate, CandidateOptions } from './candidate.ts';

/**
 * The holder of a completed round, unpacked from the ledger. Nobody vouches for its code.
 *
 * @param workFolder a folder of the caller's that it is unpacked in
 * @throws ArenaError `unavailable` without a sandbox, and what looking it up and unpacking it throws
 */
export async function roundCandidate(
  ledger: Ledger,
  competition: string,
  number: number | undefined,
  options: CandidateOptions,
  workFolder: string,
): Promise<Candidate> {
  const holder = holderOfRound(ledger, competition, number);
  await assertSandbox();
  const { config, round, submission, record } = holder;
  const tarball = join(workFolder, 'submission.tgz');
  await writeFile(tarball, holder.tarball);
  const folder = join(workFolder, 'submission');
  await unpackTarball(tarball, folder);
  const solution = await readSolutionPackage(folder);
  return {
    solution,
    isTrusted: false,
    tarballSha256: submission.tarballSha256,
    others: [],
    record,
    reasons: [...holder.contradictions, ...renamed(solution.manifest, holder)],
    rules: findRuleSet(round.rules),
    options: runOptionsOf(config, { isolation: 'sandbox', isQuick: options.quick }),
    roundSeed: round.number,
    round: { competition, number: round.number, seed: round.seed, submission: submission.key },
    readInputs: (progress, signal) => readInputs(ledger, competition, holder, options.pool, progress, signal),
    standing: () => standingOfRound(ledger, competition, holder),
    keepRecord: (published) =>
      recordPublication(ledger, submission.id, published)
        ? `noted with submission ${submission.id} of ${competition}`
        : null,
  };
}

function renamed(manifest: { name: string; version: string }, { submission }: Holder): string[] {
  const [listed, packed] = [submission, { ...manifest, solution: manifest.name }].map(
    ({ solution, version }) => `${solution} ${version}`,
  );
  return listed === packed ? [] : [`the ledger lists ${listed}, its tarball has ${packed}`];
}

/** The matrices of the round; where they are not on this machine any more, the bundled samples. */
async function readInputs(
  ledger: Ledger,
  competition: string,
  { config, round }: Holder,
  pool: string | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<SampledSet> {
  const inputs = ledger.roundInputs(competition, round.number);
  try {
    return await readRoundInputs(inputs, pool ?? poolFolder(config), progress, signal);
  } catch (error) {
    if (pool !== undefined || !isArenaError(error) || error.kind === 'interrupted') throw error;
    warn(`proved on the bundled samples instead of the matrices of the round: ${error.message}`);
    return readSample({ directory: bundledSamplesDir(), count: undefined, roundSeed: 0 }, progress, signal);
  }
}
