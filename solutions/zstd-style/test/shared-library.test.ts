import { init } from '@bokuweb/zstd-wasm';
import { makeMatrix } from '@matrix-arena/testkit';
import { expect, it } from 'vitest';
import solution from '../src/index.ts';

it('leaves the library alone that another solution has loaded, and is ready at once for many callers', async () => {
  await init();
  const codecs = await Promise.all([solution.create(), solution.create(), solution.create()]);
  const matrix = makeMatrix('activations', 64, 64, 1);
  for (const codec of codecs) expect(codec.decompress(codec.compress(matrix))).toEqual(matrix);
});
