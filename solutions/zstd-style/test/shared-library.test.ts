import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** In a process of its own, since an `init` more may break the library for whoever else has loaded it. */
const script = `
  import { init } from '@bokuweb/zstd-wasm';
  import solution from './dist/index.js';
  await init();
  const codecs = await Promise.all([solution.create(), solution.create(), solution.create()]);
  const bytes = Uint8Array.from({ length: 8192 }, (_, i) => Math.imul(i, i) >>> (i % 7));
  for (const codec of codecs) {
    const back = codec.decompress(codec.compress({ bytes, rows: 64, cols: 64, dtype: 'bf16' }));
    process.stdout.write(Buffer.compare(back.bytes, bytes) === 0 ? 'same ' : 'other ');
  }
`;

it('leaves the library alone that another solution has loaded, and is ready at once for many callers', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: packageFolder,
  });
  expect(stdout).toBe('same same same ');
});
