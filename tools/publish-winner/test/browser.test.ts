import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, normalize } from 'node:path';
import { type Browser, executable, inChromium, launch } from '@matrix-arena/page/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstPackage, lastPackage, packages } from './installed.ts';

const root = dirname(firstPackage.installedFolder);
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.html': 'text/html' };

/** Serves the installed packages as they are, under a policy that lets pages load scripts from it and nothing else. */
function serve(requests: string[]): Server {
  return createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    requests.push(path);
    const body = path === '/' ? '<!doctype html>' : await readFile(join(root, path)).catch(() => null);
    response.writeHead(body === null ? 404 : 200, {
      'content-type': path === '/' ? 'text/html' : (types[extname(path)] ?? 'text/plain'),
      'content-security-policy':
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'",
    });
    response.end(body ?? 'not found');
  });
}

/** Runs in the page: as text, since the test's own loader would rewrite its imports. */
const roundTrip = `async (path) => {
  const { compress, decompress, isCodecError, CompressionTransform, DecompressionTransform } = await import(path);
  const bytes = new Uint8Array(new Uint16Array(8192).map((_, i) => 0x3f80 + (i % 128)).buffer);
  const packed = await compress({ bytes, rows: 64, cols: 128, dtype: 'bf16' });
  const restored = await decompress(packed);
  const stream = new Blob([bytes]).stream()
    .pipeThrough(new CompressionTransform({ blockBytes: 1000 }))
    .pipeThrough(new DecompressionTransform());
  const streamed = new Uint8Array(await new Response(stream).arrayBuffer());
  const error = await decompress(packed.slice(0, -1)).catch((reason) => reason);
  const isSame = (other) => other.length === bytes.length && other.every((byte, i) => byte === bytes[i]);
  return {
    isSmaller: packed.length < bytes.length / 2,
    isSame: isSame(restored.bytes),
    isStreamSame: isSame(streamed),
    isTruncated: isCodecError(error, 'truncated'),
  };
}`;
const readEarlier = `async () => {
  const earlier = await import('/winner-0/dist/index.js');
  const last = await import('/winner-${packages.length - 1}/dist/index.js');
  const bytes = new Uint8Array(64);
  return (await last.decompress(await earlier.compress({ bytes, rows: 4, cols: 8, dtype: 'bf16' }))).rows;
}`;

describe.skipIf(executable === null)(inChromium('in a browser'), () => {
  const requests: string[] = [];
  const server = serve(requests);
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    server.close();
  });

  it.each(packages.map((one, index) => ({ ...one, index })))(
    'the installed package of $winner works straight from a static server',
    async ({ index, winner }) => {
      requests.length = 0;
      const page = await browser.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => problems.push(message.text()));
      await page.goto(origin);
      const result = await page.evaluate(`(${roundTrip})('/winner-${index}/dist/index.js')`);
      expect(result).toEqual({ isSmaller: true, isSame: true, isStreamSame: true, isTruncated: true });
      expect(problems).toEqual([]);
      const decoders = requests.filter((path) => path.includes('/decoders/'));
      expect(
        decoders.map((path) =>
          path
            .split('/')
            .at(-1)
            ?.replace(/-v\d+\.js$/, ''),
        ),
      ).toEqual([winner]);
      await page.close();
    },
  );

  it('the last package reads an earlier one, and loads its decoder only then', async () => {
    const page = await browser.newPage();
    await page.goto(origin);
    requests.length = 0;
    const rows = await page.evaluate(`(${readEarlier})()`);
    expect(rows).toBe(4);
    const loaded = requests.filter((path) => path.includes(`winner-${packages.length - 1}/dist/decoders/`));
    expect(loaded.map((path) => path.includes(packages[0].winner))).toEqual([true]);
    expect(lastPackage.winner).not.toBe(packages[0].winner);
    await page.close();
  });
});
