import { join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { screenSolution } from '@matrix-arena/harness';
import {
  downloadVersion,
  loggedInUser,
  makePublication,
  nextVersion,
  originOf,
  type PreviousRelease,
  type Publication,
  prove,
  publishedVersions,
  readRelease,
  registryUrl,
  releaseOf,
  type Standing,
} from '@matrix-arena/publish-winner';
import type { Progress } from '../progress.ts';
import type { Candidate } from './candidate.ts';

export interface PrepareOptions {
  readonly registry: string | undefined;
  readonly version: string | undefined;
  /** An empty folder for everything that is made. */
  readonly workFolder: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** What could be published, or what is there already. */
export type Prepared =
  | { readonly state: 'already-published'; readonly registry: string; readonly previous: PreviousRelease }
  | {
      readonly state: 'ready';
      readonly registry: string;
      readonly previous: PreviousRelease | null;
      readonly publication: Publication;
      readonly standing: Standing;
      readonly commit: string | null;
      /** Who would publish; null for nobody. */
      readonly user: string | null;
      readonly notes: readonly string[];
    };

const phaseNames: Readonly<Record<string, string>> = {
  load: 'screen',
  inspect: 'parts',
  calibrate: 'noise',
};

/**
 * Everything up to the question whether to publish: looks at what the registry has, proves the candidate again, makes the
 * package and checks it. Nothing but the work folder is written.
 *
 * @throws ArenaError `network` without the registry, `mismatch` for what cannot be proved, `conflict` for a version that is
 *   taken, `interrupted`, and what making the package throws
 */
export async function prepare(candidate: Candidate, options: PrepareOptions): Promise<Prepared> {
  const { workFolder, signal, progress } = options;
  const npm = { cwd: workFolder, signal };
  progress.update('registry', 0, 1, 'what is published');
  const registry = await registryUrl(options.registry, npm);
  const { latest, versions } = await publishedVersions(registry, npm);
  const previous =
    latest === null
      ? null
      : await readRelease(await downloadVersion(latest, registry, join(workFolder, 'previous'), npm));
  const screening = await screenSolution(candidate.solution, candidate.options);
  const release = releaseOf(candidate.solution);
  const isSame =
    previous?.bundleSha256 === screening.bundleSha256 &&
    previous.solution === release.solution &&
    previous.formatVersion === release.formatVersion;
  if (isSame && [undefined, previous.version].includes(options.version))
    return { state: 'already-published', registry, previous };
  const version = nextVersion(previous, release, options.version);
  assertFreeVersion(version, versions);

  const proof = await proveAgain(candidate, signal, progress);
  const standing = candidate.standing(proof);
  const { solution, tarballSha256, round, isTrusted } = candidate;
  const origin = await originOf({ solution, screening, tarballSha256, standing, round, previous });
  const publication = await makePublication({
    ...{ solution, isTrusted, standing, origin, version, previous, workFolder, signal },
    onStep: progress.update,
  });
  progress.update('registry', 0, 1, 'who is logged in');
  const user = await loggedInUser(registry, npm);
  const { notes } = proof;
  return { state: 'ready', registry, previous, publication, standing, commit: origin.commit, user, notes };
}

async function proveAgain(candidate: Candidate, signal: AbortSignal, progress: Progress) {
  const { set, matrices } = await candidate.readInputs(progress, signal);
  const { solution, isTrusted, others, record, reasons, rules, options, roundSeed } = candidate;
  return prove(
    { solution, isTrusted, others, record, reasons },
    {
      matrices,
      corpus: { name: set.name, roundSeed, poolCount: set.entries.length },
      rules,
      options,
      signal,
      onStep: (task, done, total, what) => progress.update(phaseNames[task] ?? task, done, total, what),
    },
  );
}

function assertFreeVersion(version: string, versions: readonly string[]): void {
  if (!versions.includes(version)) return;
  const hint = 'has other content, and a version is never replaced; choose a higher one with --version';
  throw new ArenaError('conflict', { what: `version ${version}, which is published already,`, hint });
}
