import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as corpus from '../src/index.ts';

test('the first example of the README is true', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const names = /import \{ (.+) \} from '@matrix-arena\/corpus'/.exec(readme)?.[1].split(', ') ?? [];
  expect(Object.keys(corpus)).toEqual(expect.arrayContaining(names));

  const set = await corpus.openSet(corpus.bundledSamplesDir());
  const matrices = await corpus.loadMatrices(set, corpus.sampleEntries(set.entries, 5, 7));
  expect(corpus.corpusHash(matrices)).toMatch(/^[0-9a-f]{64}$/);
  expect(matrices.map(({ id }) => id)).toMatchInlineSnapshot(`
    [
      "iota/activation_8a2a4e1a-d599-4ebc-85e8-745beff9314c.txt",
      "mixed/llama2048-attn_out-L2-s90-t128-fwd.bf16",
      "mixed/llama2048-logits-L3-s90-t128-bwd.bf16",
      "mixed/llama2048-mlp_hidden-L3-s90-t128-bwd.bf16",
      "mixed/relu512-pre_relu-L2-s40-t128-bwd.bf16",
    ]
  `);
});

test('the public API', () => {
  expect(Object.keys(corpus)).toMatchInlineSnapshot(`
    [
      "bundledSamplesDir",
      "corpusHash",
      "readActivationText",
      "readNpy",
      "readRawBf16",
      "readSafetensors",
      "knownExtensions",
      "pullBucket",
      "readMatrixFile",
      "sampleEntries",
      "loadMatrices",
      "openSet",
      "verifySet",
      "matrixStats",
    ]
  `);
});
