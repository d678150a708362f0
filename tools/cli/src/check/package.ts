import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Manifest } from '@matrix-arena/contract';
import { manifestSchema } from '@matrix-arena/contract/schemas';
import type { SolutionPackage } from '@matrix-arena/harness';
import type { Finding } from './report.ts';

/** What a check needs of a package.json. */
export interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A solution's folder, as far as its two JSON files can be read. */
export interface CheckedPackage {
  readonly folder: string;
  /** By the manifest, or the name of the folder. */
  readonly name: string;
  /** Null when it is missing or not valid. */
  readonly manifest: Manifest | null;
  readonly packageJson: PackageJson | null;
  /** What is wrong with the files themselves. */
  readonly faults: readonly Finding[];
}

export async function readPackage(folder: string): Promise<CheckedPackage> {
  const faults: Finding[] = [];
  const read = async (file: string, hint: string): Promise<unknown> => {
    const text = await readFile(join(folder, file), 'utf8').catch(() => null);
    if (text === null) faults.push({ message: `${file} is not there`, hint });
    if (text === null) return undefined;
    try {
      return JSON.parse(text);
    } catch (error) {
      faults.push({ message: `${file}: ${(error as Error).message}`, hint: 'correct the JSON' });
      return undefined;
    }
  };
  const packageJson = await read('package.json', 'add it: a solution is a package');
  const manifestJson = await read('manifest.json', 'add it: packages/contract says what is in it');
  const parsed = manifestJson === undefined ? undefined : manifestSchema.safeParse(manifestJson);
  for (const { path, message } of parsed?.error?.issues ?? []) {
    const field = path.length === 0 ? '' : ` field ${path.join('.')}`;
    faults.push({ message: `manifest.json${field}: ${message}`, hint: 'correct the manifest' });
  }
  const isObject = typeof packageJson === 'object' && packageJson !== null;
  return {
    folder,
    name: parsed?.data?.name ?? basename(folder),
    manifest: parsed?.data ?? null,
    packageJson: isObject ? packageJson : null,
    faults,
  };
}

/** The solution as the harness knows it. */
export function solutionOf(folder: string, manifest: Manifest): SolutionPackage {
  return {
    manifest,
    manifestPath: join(folder, 'manifest.json'),
    entryPath: resolve(folder, manifest.entry),
  };
}
