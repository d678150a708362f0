import { readFileSync } from 'node:fs';
import { makeMatrix } from '@matrix-arena/testkit';
import { expect, it } from 'vitest';
import * as package_ from '../src/index.ts';

it('the example of the README is true', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, example] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const code = example.replace(
    /^import (\w+), (\{.*\}) from .*$/m,
    'const { default: $1, ...rest } = package_; const $2 = rest;',
  );
  const { bytes } = makeMatrix('activations', 800, 512, 1);
  const run = new Function(
    'package_',
    'bytes',
    `return (async () => { ${code}; return { frame, matrix, quick }; })();`,
  );
  const { frame, matrix, quick } = await run(package_, bytes);
  expect(frame.length).toBeLessThan(bytes.length);
  expect(Buffer.compare(matrix.bytes, bytes)).toBe(0);
  expect(Buffer.compare(quick.decompress(quick.compress(matrix)).bytes, bytes)).toBe(0);
});

it('the public API', () => {
  expect(Object.keys(package_).sort()).toEqual(['createCodec', 'default', 'levels']);
});
