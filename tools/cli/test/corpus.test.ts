import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bundledSamplesDir } from '@matrix-arena/corpus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arena, temporaryFolder } from './arena.ts';

const iota = join(bundledSamplesDir(), 'iota');

describe('arena corpus stats', () => {
  it('prints a line for every bundled matrix', async () => {
    const { code, stdout } = await arena(['corpus', 'stats']);
    const [heading, ...lines] = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(heading.split(/ {2,}/)).toEqual([
      'matrix',
      'kind',
      'bytes',
      'rows',
      'cols',
      'zeros %',
      'sign',
      'exponent',
      'mantissa',
      'high byte',
      'low byte',
      'planes',
      'given exp.',
    ]);
    expect(lines).toHaveLength(22);
    expect(lines.find((line) => line.includes('relu512-relu'))).toMatch(
      /relu forward +524 288 +128 +2 048 +54\.72 +0\.00 /,
    );
  });

  it('--json gives all figures', async () => {
    const stats = JSON.parse((await arena(['corpus', 'stats', '--json'])).stdout);
    expect(stats).toHaveLength(22);
    expect(stats[0]).toMatchObject({ rows: 1, cols: 204_800, entropy: { planesBound: expect.any(Number) } });
  });
});

describe('arena corpus verify', () => {
  it('finds the bundled samples as their manifests say', async () => {
    expect(await arena(['corpus', 'verify'])).toMatchObject({
      code: 0,
      stdout: '22 files: all as the manifest says\n',
    });
  });

  it('names every file that is not', async () => {
    const folder = await temporaryFolder();
    await writeFile(
      join(folder, 'manifest.csv'),
      `file,rows,cols,sha256\na.bf16,1,2,${'0'.repeat(64)}\nb.bf16,1,1,\n`,
    );
    await writeFile(join(folder, 'a.bf16'), Uint8Array.of(1, 2, 3, 4));
    await writeFile(join(folder, 'b.bf16'), Uint8Array.of(1, 2, 3));
    const { code, stdout, stderr } = await arena(['corpus', 'verify', folder]);
    expect(code).toBe(1);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(`${folder}/`, '')),
    ).toMatchInlineSnapshot(`
      [
        "a.bf16: expected sha256 0000000000000000000000000000000000000000000000000000000000000000 as in the manifest, got 9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a; fetch the file again or correct the manifest",
        "b.bf16: expected an even number of bytes, two for a value, got 3; fetch the file again",
      ]
    `);
    expect(stderr).toMatch(/arena: 2 of 2 files in .*: not as the manifest says; get them again\n$/);
  });
});

describe('arena corpus pull', () => {
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent((request.url ?? '').replace('/bucket/', ''));
    const body = await readFile(join(iota, name)).catch(() => undefined);
    response.statusCode = body === undefined ? 404 : 200;
    response.end(body);
  });
  let address = '';

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('downloads a sample of a bucket into a set that can be benched', async () => {
    const folder = await temporaryFolder();
    const { code, stdout } = await arena(
      ['corpus', 'pull', `${address}/bucket`, '--count', '2', '--seed', '3'],
      { cwd: folder },
    );
    expect(code).toBe(0);
    expect(stdout.replace(folder, '')).toMatch(/^2 files, \d+\.\d MB in \/bucket\n$/);
    expect((await arena(['corpus', 'verify', join(folder, 'bucket')])).stdout).toBe(
      '2 files: all as the manifest says\n',
    );
  });

  it('keeps what is there when it is run again', async () => {
    const out = join(await temporaryFolder(), 'set');
    const args = ['corpus', 'pull', `${address}/bucket`, '--out', out, '--count', '2'];
    await arena(args);
    expect((await arena(args)).stdout).toMatch(/^2 files, 2 of them there before, /);
  });

  it.each([
    ['an address that is none', 'not-an-address', 2],
    ['a bucket without a manifest', '/elsewhere', 1],
  ])('refuses %s in one line', async (_, path, code) => {
    const url = path.startsWith('/') ? `${address}${path}` : path;
    const finished = await arena(['corpus', 'pull', url], { cwd: await temporaryFolder() });
    expect(finished.code).toBe(code);
    expect(finished.stderr).toMatch(/^(pull: .*\n)?arena: [^\n]*\n$/);
  });
});

it('a set may lie anywhere: copied samples bench the same', async () => {
  const folder = await temporaryFolder();
  const name = 'activation_8a2a4e1a-d599-4ebc-85e8-745beff9314c.txt';
  await copyFile(join(iota, name), join(folder, name));
  expect((await arena(['corpus', 'stats', folder])).stdout).toContain('409 600     1  204 800');
});
