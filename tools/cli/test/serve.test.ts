import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledSamplesDir, loadMatrices, openSet } from '@matrix-arena/corpus';
import { describe, expect, it } from 'vitest';
import { arena, fixture, temporaryFolder } from './arena.ts';
import { resultFile, resultOf, solutionOf } from './results.ts';
import { endServersAfterEach, post, serve, serveFixture } from './serve-process.ts';

const four = Uint8Array.of(1, 2, 3, 4);

describe('arena serve', () => {
  endServersAfterEach();

  it('prints one line when it listens, logs one for each request, and tells that it is healthy', async () => {
    const served = await serveFixture('store');
    const response = await fetch(`${served.address}/health?now`);
    expect([response.status, await response.text()]).toEqual([200, '{"status":"healthy"}']);
    await post(served, '/compress', [['file', four]]);
    served.kill('SIGTERM');
    expect(await served.ended).toEqual({ code: 0, signal: null });
    expect(served.stdout()).toMatch(/^arena serve: store 1\.0\.0 on http:\/\/127\.0\.0\.1:\d+\n$/);
    expect(served.stderr()).toMatch(
      /^GET \/health 200 in=\d+ out=\d+ ms=[\d.]+\nPOST \/compress 200 in=\d+ out=\d+ ms=[\d.]+\n$/,
    );
  });

  it('--json makes lines of JSON, and --quiet leaves the log out', async () => {
    const served = await serveFixture('store', '--json');
    await fetch(`${served.address}/health`);
    served.kill('SIGINT');
    expect((await served.ended).code).toBe(130);
    expect(JSON.parse(served.stdout())).toEqual({
      solution: 'store',
      version: '1.0.0',
      address: served.address,
    });
    const [line, last] = served.stderr().split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({ method: 'GET', path: '/health', status: 200 });
    expect(last).toBe('arena: serve: stopped');

    const quiet = await serveFixture('store', '--quiet');
    await fetch(`${quiet.address}/health`);
    quiet.kill('SIGTERM');
    await quiet.ended;
    expect(quiet.stderr()).toBe('');
  });

  it('gives every bundled sample back byte for byte, with sizes and times', async () => {
    const set = await openSet(bundledSamplesDir());
    const served = await serve(fileURLToPath(new URL('../../../solutions/baseline', import.meta.url)));
    for (const { id, matrix } of await loadMatrices(set, set.entries)) {
      const fields = [
        ['file', new Uint8Array(matrix.bytes)],
        ['rows', `${matrix.rows}`],
      ] as const;
      const compressed = await post(served, '/compress', fields);
      const frame = new Uint8Array(await compressed.arrayBuffer());
      expect([id, compressed.status, frame.length < matrix.bytes.length]).toEqual([id, 200, true]);
      expect(Object.fromEntries(compressed.headers)).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-length': `${frame.length}`,
        'arena-original-bytes': `${matrix.bytes.length}`,
        'arena-compressed-bytes': `${frame.length}`,
        'arena-rows': `${matrix.rows}`,
        'arena-cols': `${matrix.cols}`,
        'server-timing': expect.stringMatching(/^receive;dur=[\d.]+, wait;dur=[\d.]+, codec;dur=[\d.]+$/),
      });
      const back = await post(served, '/decompress', [['file', frame]]);
      expect([back.headers.get('arena-rows'), back.headers.get('arena-cols')]).toEqual([
        `${matrix.rows}`,
        `${matrix.cols}`,
      ]);
      expect(Buffer.from(await back.arrayBuffer()).equals(matrix.bytes), id).toBe(true);
    }
  });
});

describe('which solution arena serve takes', () => {
  endServersAfterEach();

  /** A checkout with two solutions that store. */
  async function checkout(): Promise<string> {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'pnpm-workspace.yaml'), '');
    for (const name of ['first', 'second']) {
      const manifest = JSON.parse(await readFile(fixture('store'), 'utf8'));
      const own = join(folder, 'solutions', name);
      await mkdir(join(own, '.arena'), { recursive: true });
      await writeFile(join(own, 'manifest.json'), JSON.stringify({ ...manifest, name, entry: './index.js' }));
      await writeFile(join(own, 'index.js'), 'export default { create: () => ({}) };');
    }
    return folder;
  }

  it('asks for a name when there are several and no results', async () => {
    expect(await arena(['serve'], { cwd: await checkout() })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'arena: --solution: expected one of first, second, got none, and no stored ranking to choose by; ' +
        'name one, or run pnpm bench first\n',
    });
  });

  it('takes the best of the stored results', async () => {
    const cwd = await checkout();
    for (const [name, compressedBytes] of [
      ['first', 700],
      ['second', 500],
    ] as const)
      await resultFile(
        join(cwd, 'solutions', name, '.arena'),
        'result.json',
        resultOf([solutionOf(name, compressedBytes)]),
      );
    // Says which it took, because that one cannot be loaded.
    expect((await arena(['serve'], { cwd })).stderr).toMatch(
      /^arena: second: it cannot be loaded \(.*\); mend .*\n$/,
    );
  });

  const refusals: readonly (readonly [string, number, RegExp])[] = [
    [
      'submission.tgz',
      1,
      /^arena: submission\.tgz: expected .*, got a tarball; serve runs code without a sandbox: .*\n$/,
    ],
    ['nowhere', 2, /^arena: solution: expected one of .*, got nowhere; .*\n$/],
    ['imports-builtin', 1, /^arena: imports-builtin: rejected: index\.js: imports node:fs, .*\n$/],
    ['fails-at-import', 1, /^arena: fails-at-import: it cannot be loaded \(Error: no luck today\); .*\n$/],
  ];
  it.each(refusals)('refuses %s in one line', async (name, expectedCode, line) => {
    const solution = name.includes('import') ? fixture(name) : name;
    const { code, stdout, stderr } = await arena(['serve', '--solution', solution, '--port', '0']);
    expect([code, stdout]).toEqual([expectedCode, '']);
    expect(stderr).toMatch(line);
  });

  it('says when the port is in use', async () => {
    const { port } = await serveFixture('store');
    expect(await arena(['serve', '--solution', fixture('store'), '--port', `${port}`])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `arena: port ${port} of 127.0.0.1: expected a free port, got one in use; ` +
        'end what listens there, or choose another with --port (0 picks a free one)\n',
    });
  });
});
