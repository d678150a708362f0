import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import type { SolutionPackage } from '@matrix-arena/harness';
import { templateDir } from '../locations.ts';
import { packageName } from '../runtime/errors.ts';
import { stagePackage } from '../stage/stage.ts';
import { checkPackage } from './check-package.ts';
import { assertNoLocalNames } from './local-names.ts';
import type { Origin, PreviousRelease } from './origin.ts';
import { type ReadmeFacts, readmeText } from './readme.ts';
import { integrityOf, unpackPackage } from './registry.ts';
import { runNpm } from './run-npm.ts';
import { filesOf, type PackedFile, type PartSize, partSizes } from './sizes.ts';
import type { Standing } from './standing.ts';
import { assertNotStopped } from './stop.ts';

export interface PublicationInput {
  readonly solution: SolutionPackage;
  /** Whether its libraries are installed where it is. */
  readonly isTrusted: boolean;
  readonly standing: Standing;
  readonly origin: Origin;
  readonly version: string;
  readonly previous: PreviousRelease | null;
  /** An empty folder for everything that is made; it is the caller's to take away. */
  readonly workFolder: string;
  readonly signal: AbortSignal;
  readonly onStep: (task: string, done: number, total: number, what: string) => void;
}

/** A tarball that is ready to be published. */
export interface Publication {
  readonly name: string;
  readonly version: string;
  readonly tarball: string;
  readonly tarballBytes: number;
  /** `sha512-…` and SHA-1 of the tarball, as registries list them. */
  readonly integrity: string;
  readonly shasum: string;
  readonly files: readonly PackedFile[];
  readonly parts: readonly PartSize[];
  readonly readme: string;
  /** The tarball, unpacked again. */
  readonly folder: string;
}

/**
 * Makes the tarball of the next version, and checks it as whoever installs it would meet it. The same inputs make the same
 * bytes.
 *
 * @throws ArenaError what `stagePackage` throws; `mismatch` for a package that does not do what it says, or tells of the
 *   machine that it was made on; `interrupted`
 */
export async function makePublication(input: PublicationInput): Promise<Publication> {
  try {
    return await stageAndCheck(input);
  } catch (error) {
    // Ctrl-C on a terminal reaches the processes that it starts as well: how they end is no fault of the package.
    assertNotStopped(input.signal);
    throw error;
  }
}

async function stageAndCheck(input: PublicationInput): Promise<Publication> {
  const { standing, origin, version, previous, workFolder, signal, onStep } = input;
  const { manifest, manifestPath } = input.solution;
  const steps = ['sizes', 'package', 'tarball', 'checks'];
  const begin = (step: string): void => {
    assertNotStopped(signal);
    onStep('stage', steps.indexOf(step), steps.length, step);
  };
  const usage = await readFile(join(templateDir, 'usage.md'), 'utf8');
  const stage = (name: string, readme: string) =>
    stagePackage({
      solutionFolder: dirname(manifestPath),
      outFolder: join(workFolder, name),
      version,
      previousFolder: previous?.folder ?? null,
      readme,
      provenance: origin,
      libraryFolders: input.isTrusted ? undefined : harnessLibraryFolders(),
    });
  begin('sizes');
  // What the README says of sizes is known when there is a package, and it is a part of the package.
  const { folder: draft, solutions } = await stage('draft', '');
  const parts = await partSizes(draft);
  const draftBytes = (await filesOf(draft)).reduce((sum, { bytes }) => sum + bytes, 0);
  const facts: Omit<ReadmeFacts, 'installBytes'> = { manifest, standing, solutions, parts, usage };
  const ownBytes = Buffer.byteLength(readmeText({ ...facts, installBytes: draftBytes }));
  const readme = readmeText({ ...facts, installBytes: draftBytes + ownBytes });
  await rm(draft, { recursive: true });

  begin('package');
  const { folder: staged } = await stage('package', readme);
  begin('tarball');
  const tarball = await packPackage(staged, join(workFolder, 'tarball'), signal);
  const bytes = await readFile(tarball);
  const folder = join(workFolder, 'unpacked');
  await unpackPackage(tarball, folder);
  begin('checks');
  const files = await filesOf(folder);
  await assertNoLocalNames(folder, files, [workFolder, dirname(manifestPath)]);
  await checkPackage({ tarball, folder, workFolder, signal });
  const shasum = createHash('sha1').update(bytes).digest('hex');
  const sums = { tarballBytes: bytes.length, integrity: integrityOf(bytes), shasum };
  return { name: packageName, version, tarball, ...sums, files, parts, readme, folder };
}

async function packPackage(folder: string, into: string, signal: AbortSignal): Promise<string> {
  await mkdir(into);
  const { error } = await runNpm(['pack', folder, '--ignore-scripts', `--pack-destination=${into}`], {
    cwd: into,
    signal,
  });
  const [name] = await readdir(into);
  if (error === null && name !== undefined) return join(into, name);
  const hint = `npm pack refuses it: ${error?.summary ?? 'it made nothing'}`;
  throw new ArenaError('bad-format', { what: 'staged package', hint });
}

/** Libraries that solutions may use come with the harness; a submission brings none. */
function harnessLibraryFolders(): string[] {
  const folders: string[] = [];
  const harness = createRequire(import.meta.url).resolve('@matrix-arena/harness');
  for (let folder = dirname(harness); folder !== dirname(folder); folder = dirname(folder)) {
    const libraries = join(folder, 'node_modules');
    if (existsSync(libraries)) folders.push(libraries);
  }
  return folders;
}
