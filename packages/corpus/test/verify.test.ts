import { expect, test } from 'vitest';
import { verifySet } from '../src/index.ts';
import { noise, sha256 } from './build-files.ts';
import { problemOf } from './problem.ts';
import { tempDir } from './temp-dir.ts';

const a = noise(12, 1);

test('every file is a line of the report, the bad ones too', async () => {
  const dir = await tempDir({
    'manifest.csv': [
      'file,sha256',
      `good.bf16,${sha256(a)}`,
      `bad.bf16,${sha256(a)}`,
      `missing.bf16,${sha256(a)}`,
      'unhashed.bf16,',
    ].join('\n'),
    'good.bf16': a,
    'bad.bf16': noise(12, 2),
    'unhashed.bf16': a,
  });
  const steps: string[] = [];
  const report = await verifySet(dir, { onProgress: ({ currentFile }) => steps.push(currentFile) });
  expect(report.ok).toBe(false);
  expect(report.files).toEqual([
    { file: 'good.bf16', ok: true, matrixCount: 1, payloadBytes: 12, hasSha256: true },
    {
      file: 'bad.bf16',
      ok: false,
      problem:
        `${dir}/bad.bf16: expected sha256 ${sha256(a)} as in the manifest, got ${sha256(noise(12, 2))}; ` +
        'fetch the file again or correct the manifest',
    },
    { file: 'missing.bf16', ok: false, problem: `${dir}/missing.bf16: it is not there; check the path` },
    { file: 'unhashed.bf16', ok: true, matrixCount: 1, payloadBytes: 12, hasSha256: false },
  ]);
  expect(steps).toEqual(['good.bf16', 'bad.bf16', 'missing.bf16', 'unhashed.bf16']);
});

test('a sound set is ok, and a check can be stopped', async () => {
  const dir = await tempDir({ 'a.bf16': a });
  expect(await verifySet(dir)).toMatchObject({ ok: true, files: [{ file: 'a.bf16', ok: true }] });
  const stopped = await problemOf(() => verifySet(dir, { signal: AbortSignal.abort() }));
  expect(stopped).toBe(`interrupted | ${dir}: stopped while checking; run it again`);
});
