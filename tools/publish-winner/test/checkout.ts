import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import type { Origin, Provenance } from '../src/index.ts';
import type * as Library from '../src/runtime/index.ts';
import { packages } from './installed.ts';
import type { LocalRegistry } from './registry.ts';

export const repository = join(import.meta.dirname, '../../..');
export const packageName = '@matrix-arena/codec';
const command = join(repository, 'tools/cli/bin/arena.js');

/** A publication proves, stages and checks; other work on the machine makes all of it slower. */
export const limitMs = 600_000;
/** Everything that a test would be asked for. */
export const quickly = ['--quick', '--publish', '--yes'];
/** Two solutions of this repository, whoever they are; the one with less code first. */
export const [first, second] = [packages[0], packages[packages.length - 1]].sort(
  (a, b) => codeBytes(a) - codeBytes(b),
);

function codeBytes({ solutionFolder }: (typeof packages)[number]): number {
  return readFileSync(join(solutionFolder, 'dist/index.js')).length;
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A clean checkout of its own, with two solutions that are built. */
export interface Checkout {
  readonly root: string;
  readonly folder: string;
  git(...args: string[]): Promise<string>;
  /** Runs the built command there as a user would. */
  arena(
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    onStderr?: (text: string, stop: () => void) => void,
  ): Promise<Finished>;
  /** Installs a version in a project that has nothing else. @returns folder of the package */
  install(registry: LocalRegistry, version: string): Promise<string>;
  remove(): void;
}

export async function makeCheckout(): Promise<Checkout> {
  const root = mkdtempSync(join(tmpdir(), 'checkout-'));
  const folder = join(root, 'checkout');
  for (const { winner, solutionFolder } of [first, second])
    copySolution(solutionFolder, join(folder, 'solutions', winner));
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), '');
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
  const git: Checkout['git'] = async (...args) =>
    (await promisify(execFile)('git', args, { cwd: folder })).stdout.trim();
  await git('init', '--quiet');
  await git('add', '.');
  const author = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.org'];
  await git(...author, 'commit', '--quiet', '--message=Two solutions');
  return {
    root,
    folder,
    git,
    arena: (args, env, onStderr = () => {}) => runArena(args, { cwd: folder, env, onStderr }),
    install: (registry, version) => install(registry, version, mkdtempSync(join(root, 'project-'))),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function copySolution(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const path of ['manifest.json', 'package.json', 'dist', 'dist-inspect', 'test/golden'])
    if (existsSync(join(from, path))) cpSync(join(from, path), join(to, path), { recursive: true });
  symlinkSync(join(from, 'node_modules'), join(to, 'node_modules'));
}

interface Call {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onStderr: (text: string, stop: () => void) => void;
}

async function runArena(args: readonly string[], { cwd, env, onStderr }: Call): Promise<Finished> {
  const child = spawn(process.execPath, [command, ...args], { cwd, env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr(stderr, () => child.kill('SIGINT'));
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

export async function npm({ url, env }: LocalRegistry, cwd: string, ...args: string[]): Promise<void> {
  const options = { cwd, env: { ...process.env, ...env } };
  await promisify(execFile)('npm', [...args, `--registry=${url}`], options);
}

async function install(registry: LocalRegistry, version: string, project: string): Promise<string> {
  writeFileSync(join(project, 'package.json'), '{ "name": "stranger", "private": true }');
  await npm(registry, project, 'install', `${packageName}@${version}`, '--no-audit', '--no-fund');
  return join(project, 'node_modules', packageName);
}

/** What a registry lists: the integrity of each version. */
export async function listedOn({ url }: LocalRegistry): Promise<Readonly<Record<string, string>>> {
  const response = await fetch(`${url}${packageName.replace('/', '%2f')}`);
  if (response.status === 404) return {};
  const { versions } = (await response.json()) as {
    versions: Record<string, { dist: { integrity: string } }>;
  };
  return Object.fromEntries(Object.entries(versions).map(([version, { dist }]) => [version, dist.integrity]));
}

export function load(packageFolder: string): Promise<typeof Library> {
  return import(pathToFileURL(join(packageFolder, 'dist/index.js')).href);
}

export function provenanceOf(packageFolder: string): Provenance & { readonly origin: Origin } {
  return JSON.parse(readFileSync(join(packageFolder, 'PROVENANCE.json'), 'utf8'));
}

export function exampleOf(packageFolder: string): string {
  const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');
  return /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
}
