import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { KernelLanguage } from '../src/answers.ts';
import { createSolution } from '../src/create.ts';
import { goodAnswers } from './answers.ts';
import { linkTools, temporaryFolder, temporaryWorkspace } from './folders.ts';
import { run } from './run.ts';

/** Room for a build, types and tests of a package while other tests do the same. */
export const packageLimitMs = 180_000;

/** Makes a package that stands alone, with everything that it would install. */
export async function standalonePackage(kernels: KernelLanguage): Promise<string> {
  const { folder } = await createSolution({ ...goodAnswers, kernels }, { from: await temporaryFolder() });
  await linkTools(folder);
  return folder;
}

/** Makes a package of a checkout. */
export async function workspacePackage(kernels: KernelLanguage): Promise<string> {
  const { folder } = await createSolution({ ...goodAnswers, kernels }, { from: await temporaryWorkspace() });
  return folder;
}

/** Builds a package, checks its types and runs its tests, through its own scripts; all have to pass. */
export async function expectPackagePasses(folder: string): Promise<void> {
  const script = async (name: string, ...args: string[]) => {
    const { code, stdout, stderr } = await run(folder, ['npm', 'run', name, '--', ...args]);
    if (code !== 0) throw new Error(`npm run ${name}: exit code ${code}\n${stdout}${stderr}`);
  };
  await script('build');
  expect((await stat(join(folder, 'dist/index.js'))).size).toBeLessThan(10_000);
  const report = '.test/report.json';
  await Promise.all([
    script('typecheck'),
    script('test', '--reporter', 'json', `--outputFile.json=${report}`),
  ]);
  const { testResults } = JSON.parse(await readFile(join(folder, report), 'utf8')) as {
    testResults: { name: string; assertionResults: { title: string; status: string }[] }[];
  };
  const files = testResults.map(({ name }) => name.slice(folder.length + 1)).sort();
  const suites = ['conformance', 'hostile-frames', 'inspect', 'planes', 'zstd-frame'];
  expect(files).toEqual(suites.map((suite) => `test/${suite}.test.ts`));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  expect(tests.filter(({ status }) => status !== 'passed')).toEqual([]);
  const rules = tests.filter(({ title }) => /^(golden-frames|hostile-headers|inspectable): /.test(title));
  expect(rules).toHaveLength(3);
}
