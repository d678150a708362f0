import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ArenaError } from '@matrix-arena/contract';
import { packageName } from '../runtime/errors.ts';
import { testGoldenFrames } from '../stage/golden.ts';
import { runNpm } from './run-npm.ts';
import { assertNotStopped } from './stop.ts';

export interface PackageCheck {
  readonly tarball: string;
  /** The tarball, unpacked. */
  readonly folder: string;
  readonly workFolder: string;
  readonly signal: AbortSignal;
}

const exampleLimitMs = 60_000;

/**
 * Looks at a tarball as its users will: its form, its types, its frames, and the example of its README in a project that
 * has nothing else.
 *
 * @throws ArenaError `mismatch` for the first thing that is wrong
 */
export async function checkPackage(check: PackageCheck): Promise<void> {
  const { tarball, folder, signal } = check;
  const bytes = new Uint8Array(await readFile(tarball));
  refuseFirst('publint', await formProblems(folder));
  refuseFirst('types', await typeProblems(bytes));
  assertNotStopped(signal);
  await testGoldenFrames(folder);
  assertNotStopped(signal);
  await runExample(check);
}

// Both checkers are imported where they are used: one of them loads a TypeScript compiler.
async function formProblems(pkgDir: string): Promise<string[]> {
  const [{ publint }, { formatMessage }] = await Promise.all([import('publint'), import('publint/utils')]);
  const { messages, pkg } = await publint({ pkgDir, strict: true, pack: false });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

async function typeProblems(tarball: Uint8Array): Promise<string[]> {
  const types = await import('@arethetypeswrong/core');
  const analysis = await types.checkPackage(types.createPackageFromTarballData(tarball));
  if (analysis.types === false) return ['it has none'];
  // There is no CommonJS in it; Node 20.19 and newer can require its modules.
  return analysis.problems.map(({ kind }) => kind).filter((kind) => kind !== 'CJSResolvesToESM');
}

function refuseFirst(what: string, [problem]: readonly string[]): void {
  if (problem === undefined) return;
  throw new ArenaError('mismatch', { what: `package, ${what}`, hint: `${problem}; it is not published` });
}

/** Installs the tarball in an empty project, without any network, and runs the example of its README there. */
async function runExample({ tarball, folder, workFolder, signal }: PackageCheck): Promise<void> {
  const project = join(workFolder, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true }));
  const install = ['install', `file:${tarball}`, '--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { error } = await runNpm([...install, `--cache=${join(workFolder, 'npm-cache')}`], {
    cwd: project,
    signal,
  });
  if (error !== null) refuseFirst('installation', [error.summary]);
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(await readFile(join(folder, 'README.md'), 'utf8')) ?? [];
  if (!code.includes(`'${packageName}'`)) refuseFirst('example', ['the README has none']);
  await writeFile(join(project, 'example.mjs'), code);
  const run = promisify(execFile)(process.execPath, ['example.mjs'], {
    cwd: project,
    env: {},
    signal,
    timeout: exampleLimitMs,
  });
  await run.catch((cause: Error & { stderr?: string }) => {
    assertNotStopped(signal);
    const reason = cause.stderr?.split('\n').find((line) => /Error: /.test(line)) ?? cause.message;
    refuseFirst('example', [reason.trim()]);
  });
}
