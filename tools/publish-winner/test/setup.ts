import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseManifest } from '@matrix-arena/contract/schemas';
import { x as unpack } from 'tar';
import type { TestProject } from 'vitest/node';
import { stagePackage } from '../src/index.ts';

/** A package that the tests use. */
export interface TestPackage {
  /** Name of the solution that it was staged from. */
  readonly winner: string;
  readonly solutionFolder: string;
  readonly version: string;
  /** What was staged. */
  readonly stagedFolder: string;
  readonly tarball: string;
  /** The same after a way through npm. */
  readonly installedFolder: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    readonly packages: readonly TestPackage[];
    /** Has the last package installed, as a stranger would. */
    readonly projectFolder: string;
  }
}

const solutionsDir = join(import.meta.dirname, '../../../solutions');

/** Solutions whose built files are all there, by folder. */
function builtSolutions(): string[] {
  return readdirSync(solutionsDir)
    .map((name) => join(solutionsDir, name))
    .filter((folder) => existsSync(join(folder, 'manifest.json')))
    .filter((folder) => {
      const { entry, inspect } = manifestOf(folder);
      return [entry, inspect].every((path) => path === undefined || existsSync(join(folder, path)));
    });
}

function manifestOf(folder: string) {
  const path = join(folder, 'manifest.json');
  return parseManifest(JSON.parse(readFileSync(path, 'utf8')), path);
}

/** Every solution wins once, one after the other; each package is packed and installed. */
export default async function setup(project: TestProject): Promise<() => void> {
  const root = mkdtempSync(join(tmpdir(), 'publish-winner-'));
  const projectFolder = join(root, 'project');
  const packages: TestPackage[] = [];
  let previousFolder: string | null = null;
  for (const [index, solutionFolder] of builtSolutions().entries()) {
    const version = `1.${index}.0`;
    const stagedFolder = join(root, 'staged', version);
    mkdirSync(join(root, 'staged'), { recursive: true });
    const readme = '# Codec\n';
    const provenance = { competition: 'test' };
    await stagePackage({
      solutionFolder,
      outFolder: stagedFolder,
      version,
      previousFolder,
      readme,
      provenance,
    });
    const tarball = npmPack(stagedFolder, root);
    previousFolder = join(root, 'unpacked', version);
    mkdirSync(previousFolder, { recursive: true });
    await unpack({ file: tarball, cwd: previousFolder, strip: 1 });
    const installedFolder = join(root, 'winners/node_modules', `winner-${index}`);
    const winner = manifestOf(solutionFolder).name;
    packages.push({ winner, solutionFolder, version, stagedFolder, tarball, installedFolder });
  }
  if (packages.length < 2) throw new Error('expected two built solutions at least; run pnpm build first');
  install(projectFolder, { '@matrix-arena/codec': packages[packages.length - 1].tarball });
  // All of them beside each other, under names that npm lets a project choose.
  const winners = packages.map(({ tarball }, index) => [`winner-${index}`, tarball]);
  install(join(root, 'winners'), Object.fromEntries(winners));
  project.provide('packages', packages);
  project.provide('projectFolder', projectFolder);
  return () => rmSync(root, { recursive: true, force: true });
}

function npmPack(folder: string, root: string): string {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', root];
  const [{ filename }] = JSON.parse(npm(args, folder)) as [{ filename: string }];
  return join(root, filename);
}

function install(folder: string, tarballs: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tarballs).map(([name, tarball]) => [name, `file:${tarball}`]);
  const json = { name: 'stranger', private: true, dependencies: Object.fromEntries(entries) };
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(json));
  npm(['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts'], folder);
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', [...args, '--cache', join(cwd, '../npm-cache')], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
