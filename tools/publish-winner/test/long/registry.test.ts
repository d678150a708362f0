import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Checkout,
  exampleOf,
  first,
  limitMs,
  listedOn,
  load,
  makeCheckout,
  npm,
  packageName,
  provenanceOf,
  quickly,
  repository,
  second,
} from '../checkout.ts';
import { executablePath, runInBrowser } from '../page.ts';
import { type LocalRegistry, startRegistry } from '../registry.ts';

let checkout: Checkout;
let registry: LocalRegistry;

beforeAll(async () => {
  checkout = await makeCheckout();
  registry = await startRegistry(join(checkout.root, 'registry'));
}, limitMs);
afterAll(async () => {
  await registry?.stop();
  checkout?.remove();
});

/** Arguments that publish a solution of the checkout. */
function publishing(winner: string, ...more: string[]): string[] {
  return ['publish', '--solution', winner, '--registry', registry.url, ...quickly, ...more];
}

async function versions(): Promise<string[]> {
  return Object.keys(await listedOn(registry));
}

describe('solutions of a checkout, published one after the other', () => {
  const installed: string[] = [];
  const bytes = new Uint8Array(new Uint16Array(8192).map((_, i) => 0x3f80 + (i % 128)).buffer);
  let frame: Uint8Array;

  it.each(['registry', 'rules', 'verify', 'stage'])(
    'Ctrl-C during %s publishes nothing and leaves nothing behind',
    async (phase) => {
      const temp = mkdtempSync(join(checkout.root, 'temp-'));
      let isStopped = false;
      const env = { ...registry.env, TMPDIR: temp };
      const { code, stdout, stderr } = await checkout.arena(publishing(first.winner), env, (text, stop) => {
        if (!isStopped && text.includes(`${phase}:`)) stop();
        isStopped ||= text.includes(`${phase}:`);
      });
      expect([code, stdout, isStopped]).toEqual([130, '', true]);
      expect(stderr.split('\n').at(-2)).toMatch(/^arena: .*(stopped|interrupted)/);
      expect(readdirSync(temp)).toEqual([]);
      expect(await versions()).toEqual([]);
    },
    limitMs,
  );

  it(
    'the first becomes 1.0.0, with a tag and nothing of this machine in it',
    async () => {
      const { code, stdout, stderr } = await checkout.arena(publishing(first.winner), registry.env);
      expect([code, stderr.split('\n').filter((line) => line.startsWith('arena:'))]).toEqual([0, []]);
      expect(stdout).toMatch(
        new RegExp(`published ${packageName} 1\\.0\\.0; the registry gives it back unchanged`),
      );
      expect(stdout).toContain('tagged codec-v1.0.0;');
      expect(await checkout.git('tag', '--points-at', 'HEAD')).toBe('codec-v1.0.0');
      expect(await versions()).toEqual(['1.0.0']);
      const folder = await checkout.install(registry, '1.0.0');
      installed.push(folder);
      const { origin, solutions } = provenanceOf(folder);
      expect(solutions.map((one) => one.name)).toEqual([first.winner]);
      expect(origin).toMatchObject({
        commit: await checkout.git('rev-parse', 'HEAD'),
        dirty: false,
        previous: null,
      });
      const names = [checkout.root, repository, homedir(), hostname()].filter(({ length }) => length > 5);
      for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|mjs|ts|json|md)$/.test(path)) continue;
        const text = readFileSync(join(folder, path), 'utf8');
        expect([path, names.filter((one) => text.includes(one))]).toEqual([path, []]);
      }
      const { compress } = await load(folder);
      frame = await compress({ bytes, rows: 64, cols: 128, dtype: 'bf16' });
    },
    limitMs,
  );

  it('the example of its README runs in Node', async () => {
    const [folder] = installed;
    const file = join(folder, '../../../example.mjs');
    writeFileSync(file, exampleOf(folder));
    const { stdout } = await promisify(execFile)(process.execPath, [file]);
    expect(stdout).toMatch(
      /^16384 bytes became \d+, and 64 x 128 values came back\n16384 bytes came through/,
    );
  });

  it.skipIf(executablePath === undefined)(
    'the example of its README runs in a browser',
    async () => {
      const [folder] = installed;
      const lines = await runInBrowser(folder, exampleOf(folder));
      expect(lines[0]).toMatch(/^16384 bytes became \d+, and 64 x 128 values came back$/);
      expect(lines[1]).toBe('16384 bytes came through the streams');
      expect(lines.length).toBe(3);
    },
    limitMs,
  );

  it(
    'another winner becomes 1.1.0, and reads what the first wrote',
    async () => {
      const { code, stdout } = await checkout.arena(publishing(second.winner, '--json'), registry.env);
      expect([code, JSON.parse(stdout)]).toEqual([
        0,
        expect.objectContaining({ state: 'published', version: '1.1.0', previous: '1.0.0' }),
      ]);
      const folder = await checkout.install(registry, '1.1.0');
      installed.push(folder);
      expect(provenanceOf(folder).solutions.map((one) => [one.name, one.since])).toEqual([
        [second.winner, '1.1.0'],
        [first.winner, '1.0.0'],
      ]);
      const { decompress, inspect, compress } = await load(folder);
      expect((await inspect(frame)).solution?.name).toBe(first.winner);
      expect(Buffer.compare((await decompress(frame)).bytes, bytes)).toBe(0);
      const packed = await compress(bytes);
      expect((await inspect(packed)).solution?.name).toBe(second.winner);
      expect(Buffer.compare((await decompress(packed)).bytes, bytes)).toBe(0);
    },
    limitMs,
  );

  it(
    'the same once more publishes nothing, and says which version it is',
    async () => {
      const { code, stdout } = await checkout.arena(publishing(second.winner), registry.env);
      expect(code).toBe(0);
      expect(stdout).toMatch(
        new RegExp(`^${second.winner} of format \\d+ is published already, as version 1\\.1\\.0\n`),
      );
      expect(await versions()).toEqual(['1.0.0', '1.1.0']);
    },
    limitMs,
  );

  it(
    'a version that is there is never replaced',
    async () => {
      const args = publishing(first.winner, '--version', '1.1.0');
      const { code, stderr } = await checkout.arena(args, registry.env);
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('--version: expected above 1.1.0, the latest'),
      ]);
    },
    limitMs,
  );

  it(
    'nothing is built on a version that does not fit its own hashes',
    async () => {
      const tampered = join(checkout.root, 'tampered');
      cpSync(installed[1], tampered, { recursive: true });
      const [decoder] = readdirSync(join(tampered, 'dist/decoders'));
      writeFileSync(join(tampered, 'dist/decoders', decoder), '\n', { flag: 'a' });
      for (const file of ['package.json', 'PROVENANCE.json']) {
        const text = readFileSync(join(tampered, file), 'utf8');
        writeFileSync(join(tampered, file), text.replace('"version": "1.1.0"', '"version": "1.1.1"'));
      }
      await npm(registry, tampered, 'publish', '--access=public', '--ignore-scripts');
      const { code, stderr } = await checkout.arena(publishing(first.winner), registry.env);
      expect([code, stderr]).toEqual([
        4,
        expect.stringMatching(/expected sha256 .*the earlier version was changed/),
      ]);
      expect(await versions()).toEqual(['1.0.0', '1.1.0', '1.1.1']);
    },
    limitMs,
  );
});
