import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { conformance } from '../src/conformance.ts';
import { overwrite, withFixture } from './assemble.ts';

conformance(new URL('fixtures/sound/', import.meta.url));

const built = new URL('../dist/index.js', import.meta.url).href;
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

interface VitestResult {
  testResults: { assertionResults: { status: string; title: string; failureMessages: string[] }[] }[];
}

it('fails one vitest test per broken rule', { timeout: 60_000 }, async () => {
  const results = await withFixture('stores', async (packageDir) => {
    mkdirSync(new URL('test/', packageDir), { recursive: true });
    const text = `import { conformance } from '${built}';\nconformance(new URL('..', import.meta.url));\n`;
    overwrite(packageDir, 'test/conformance.test.ts', text);
    const report = fileURLToPath(new URL('results.json', packageDir));
    const args = [
      vitest,
      'run',
      '--root',
      fileURLToPath(packageDir),
      '--reporter=json',
      `--outputFile=${report}`,
    ];
    expect(spawnSync(process.execPath, args).status).toBe(1);
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as VitestResult;
    return testResults.flatMap(({ assertionResults }) => assertionResults);
  });
  const failed = results.filter(({ status }) => status !== 'passed');
  expect(failed.map(({ title }) => title.split(':')[0])).toEqual(['compresses', 'golden-frames']);
  expect(failed[0].failureMessages[0]).toContain(
    'constant, 256x256: expected at most 1 bits per value, got 16.00',
  );
});
