import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundledSamplesDir, corpusHash, loadMatrices, openSet, verifySet } from '../src/index.ts';

const dir = bundledSamplesDir();

test('the built module finds the same samples as the source', async () => {
  const built: typeof import('../src/index.ts') = await import(
    new URL('../dist/index.js', import.meta.url).href
  );
  expect(built.bundledSamplesDir()).toBe(dir);
});

test('the samples are what their manifests say', async () => {
  const { ok, files } = await verifySet(dir);
  expect(files.filter((file) => !file.ok)).toEqual([]);
  expect(files.every((file) => file.ok && file.hasSha256)).toBe(true);
  expect(ok).toBe(true);
});

test('the samples never change, or every figure that was measured on them is void', async () => {
  const set = await openSet(dir);
  const matrices = await loadMatrices(set, set.entries);
  expect(matrices).toHaveLength(22);
  expect(corpusHash(matrices)).toMatchInlineSnapshot(
    `"99bc1414e55e11a4e4a36edf521f413af0ecb0bed9b12d1adc1b066e4078f121"`,
  );
});

test('the samples cover every direction and kind of both sets', async () => {
  const { entries } = await openSet(dir);
  const groups = new Map<string, number>();
  for (const { id, direction, kind } of entries) {
    const group = `${id.split('/')[0]} ${direction} ${kind}`;
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  expect(Object.fromEntries(groups)).toMatchInlineSnapshot(`
    {
      "iota backward large": 2,
      "iota backward small-backward": 6,
      "iota forward small-forward": 4,
      "mixed backward bottleneck": 1,
      "mixed backward logits": 1,
      "mixed backward mlp_hidden": 1,
      "mixed backward pre_relu": 1,
      "mixed backward residual": 1,
      "mixed forward attn_out": 1,
      "mixed forward bottleneck": 2,
      "mixed forward relu": 1,
      "mixed forward residual": 1,
    }
  `);
});

test('the samples are 15 MB at most, everything counted', async () => {
  const names = await readdir(dir, { recursive: true });
  const sizes = await Promise.all(names.map((name) => stat(join(dir, name))));
  const totalBytes = sizes.filter((item) => item.isFile()).reduce((sum, { size }) => sum + size, 0);
  expect(totalBytes).toBeLessThanOrEqual(15_000_000);
});
