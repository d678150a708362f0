import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { arenaVersion, currentCheckout, type SolutionPackage } from '@matrix-arena/harness';
import { containerVersion } from '../runtime/container.ts';
import { packageName } from '../runtime/errors.ts';
import type { Provenance } from '../stage/options.ts';
import { readPrevious } from '../stage/previous.ts';
import { type Standing, winnerOf } from './standing.ts';
import type { Release } from './version.ts';

/** Where a package comes from: `origin` in its PROVENANCE.json. Nothing in it changes when it is made again. */
export interface Origin {
  /** The tool that made the package, and the commit of the checkout that it was started in. */
  readonly arena: string;
  readonly commit: string | null;
  /** Whether files of that checkout were changed. */
  readonly dirty: boolean | null;
  readonly containerVersion: number;
  readonly solution: {
    readonly name: string;
    readonly version: string;
    readonly formatVersion: number;
    readonly codeBytes: number;
    /** Over the solution's built files, as result files have it. */
    readonly bundleSha256: string;
    /** Of what was submitted; null for a solution of the checkout. */
    readonly tarballSha256: string | null;
  };
  readonly result: {
    readonly sha256: string;
    readonly rules: string;
    readonly corpusSha256: string;
    readonly score: number;
    readonly low: number;
    readonly high: number;
  };
  /** Null for a solution that won no round. */
  readonly round: {
    readonly competition: string;
    readonly number: number;
    readonly seed: number | null;
    readonly submission: string;
  } | null;
  /** The version before, whose decoders and golden frames were carried over. */
  readonly previous: { readonly version: string; readonly integrity: string } | null;
}

/** What is known of a package before it is made. */
export interface OriginFacts {
  readonly solution: SolutionPackage;
  readonly screening: { readonly bundleSha256: string; readonly codeBytes: number };
  readonly tarballSha256: string | null;
  readonly standing: Standing;
  readonly round: Origin['round'];
  readonly previous: PreviousRelease | null;
}

export async function originOf(facts: OriginFacts): Promise<Origin> {
  const { standing, screening, previous } = facts;
  const { name, version, formatVersion } = facts.solution.manifest;
  const { bundleSha256, codeBytes } = screening;
  const { record, recordSha256 } = standing;
  const { score, low, high } = winnerOf(standing);
  return {
    arena: `matrix-arena ${arenaVersion}`,
    ...(await currentCheckout()),
    containerVersion,
    solution: {
      name,
      version,
      formatVersion,
      codeBytes,
      bundleSha256,
      tarballSha256: facts.tarballSha256,
    },
    result: {
      sha256: recordSha256,
      rules: record.rules,
      corpusSha256: record.corpus.sha256,
      score,
      low: low ?? score,
      high: high ?? score,
    },
    round: facts.round,
    previous: previous === null ? null : { version: previous.version, integrity: previous.integrity },
  };
}

/** What decides the version of a package with this solution. */
export function releaseOf({ manifest: { name, formatVersion } }: SolutionPackage): Release {
  return { solution: name, formatVersion, containerVersion };
}

/** A version that is published, as far as the next one needs it. */
export interface PreviousRelease extends Release {
  readonly version: string;
  readonly folder: string;
  readonly integrity: string;
  /** Null in a package that was not made by `arena publish`. */
  readonly bundleSha256: string | null;
  readonly commit: string | null;
}

/**
 * Reads what is told of an unpacked version, after all that is carried over from it was checked against its hashes.
 *
 * @throws ArenaError `not-found`, `bad-format` or `mismatch`
 */
export async function readRelease({
  folder,
  integrity,
}: {
  readonly folder: string;
  readonly integrity: string;
}): Promise<PreviousRelease> {
  const { version, solutions } = await readPrevious(folder, packageName);
  const { origin }: Provenance = JSON.parse(await readFile(join(folder, 'PROVENANCE.json'), 'utf8'));
  const { containerVersion: container, solution, commit } = Object(origin) as Partial<Origin>;
  const [winner] = solutions;
  return {
    version,
    folder,
    integrity,
    solution: winner.name,
    formatVersion: winner.formatVersion,
    containerVersion: container ?? 1,
    bundleSha256: solution?.bundleSha256 ?? null,
    commit: commit ?? null,
  };
}
