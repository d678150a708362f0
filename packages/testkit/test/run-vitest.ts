import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { overwrite } from './assemble.ts';

/** The built package, for tests that run in a process of their own. */
export const built = new URL('../dist/index.js', import.meta.url).href;

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

export interface FailedTest {
  readonly fullName: string;
  readonly title: string;
  readonly failureMessages: readonly string[];
}

interface VitestResult {
  readonly testResults: readonly {
    readonly assertionResults: readonly (FailedTest & { readonly status: string })[];
  }[];
}

/** Runs a test file in a package, in a process of its own. @returns how many tests passed, and those that failed */
export function runVitest(packageDir: URL, text: string): { passed: number; failed: FailedTest[] } {
  mkdirSync(new URL('test/', packageDir), { recursive: true });
  overwrite(packageDir, 'test/written.test.ts', text);
  const report = fileURLToPath(new URL('results.json', packageDir));
  const options = ['--root', fileURLToPath(packageDir), '--reporter=json', `--outputFile=${report}`];
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...options]);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as VitestResult;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = results.filter((test) => test.status !== 'passed');
  if (status !== (failed.length > 0 ? 1 : 0)) throw new Error(`vitest: exit code ${status}`);
  return { passed: results.length - failed.length, failed };
}
