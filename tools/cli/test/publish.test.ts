import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openLedger } from '@matrix-arena/ledger';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { arena, type Finished, temporaryFolder } from './arena.ts';
import { copyOf, soundPackage } from './packages.ts';

/** It proves, stages and checks: other work on the machine makes all of it slower. */
const limitMs = 300_000;

let registry: string;
let server: Server;
/** A package of a solution that keeps every rule, built. */
let sound: string;
const requests: string[] = [];

/** A registry that has nothing yet, and that nobody is logged in to. */
beforeAll(async () => {
  server = createServer(({ method = '', url = '' }, response) => {
    requests.push(`${method} ${url}`);
    response.writeHead(404, { 'content-type': 'application/json' }).end('{ "error": "not found" }');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  registry = `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
});
afterAll(() => server.close());

beforeAll(async () => {
  sound = await soundPackage();
  await promisify(execFile)(process.execPath, ['build.mjs'], { cwd: sound });
});

/** Runs it with a temporary folder of its own, which has to be empty afterwards. */
async function publish(...args: string[]): Promise<Finished> {
  const named = args.includes('--registry') ? args : [...args, '--registry', registry];
  const temp = await temporaryFolder();
  vi.stubEnv('TMPDIR', temp);
  const finished = await arena(['publish', ...named], { cwd: temp });
  vi.unstubAllEnvs();
  expect(await readdir(temp)).toEqual([]);
  return finished;
}

describe('arena publish', () => {
  it(
    'without --publish makes and checks the package, shows it and keeps it where it is told to',
    async () => {
      const out = join(await temporaryFolder(), 'made');
      const { code, stdout, stderr } = await publish('--solution', sound, '--quick', '--out', out);
      expect([code, stderr.split('\n').at(-2)]).toEqual([0, 'nothing was published; --publish does it']);
      expect(stdout).toMatch(
        /^@matrix-arena\/codec 1\.0\.0\n +winner +sound-package 1\.0\.0, 0\.\d+ ± \S+, rank 1 of 1\n/,
      );
      expect(stdout).toContain('nobody, as far as npm whoami tells');
      expect(stdout).toMatch(/\ndist\/decoders\/sound-package-v1\.js +\d/);
      expect((await readdir(out)).sort()).toEqual(['matrix-arena-codec-1.0.0.tgz', 'package', 'result.json']);
      const readme = await readFile(join(out, 'package/README.md'), 'utf8');
      expect(readme).toContain('sound-package scored 0.');
      expect(requests.filter((line) => !line.startsWith('GET '))).toEqual([]);
    },
    limitMs,
  );

  it(
    'refuses what cannot be proved, with all reasons',
    async () => {
      const folder = await copyOf(sound);
      const entry = join(folder, 'dist/index.js');
      const code = await readFile(entry, 'utf8');
      await writeFile(entry, `import 'node:fs';\nimport 'node:net';\n${code}`);
      const { code: exit, stdout, stderr } = await publish('--solution', folder, '--quick');
      expect([exit, stdout]).toEqual([4, '']);
      expect(stderr.split('\n').at(-2)).toMatch(
        /^arena: proof of sound-package: expected all that was claimed, got 2 reasons to doubt it; it is not published: screening: .*node:fs.*; screening: .*node:net/,
      );
    },
    limitMs,
  );

  it('needs a registry that answers', async () => {
    const { code, stdout, stderr } = await publish('--solution', sound, '--registry', 'http://127.0.0.1:9/');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /\narena: http:\/\/127\.0\.0\.1:9\/: does not answer as a registry does \(.*ECONNREFUSED/,
    );
  });

  it.each([
    ['a tarball', ['--solution', 'some.tgz'], /^arena: --solution: nobody vouches for a tarball/],
    ['a round of a solution', ['--solution', 'x', '--round', '1'], /cannot be used with option/],
    ['publishing and not', ['--publish', '--dry-run'], /cannot be used with option/],
    [
      'to publish as JSON without having shown what',
      ['--publish', '--json'],
      /^arena: --json with --publish: it asks nothing, .*; pass --yes as well\n$/,
    ],
    [
      'publishing without being asked',
      ['--publish'],
      /^arena: publish: expected a terminal to ask on, got none; pass --yes/,
    ],
  ])('refuses %s', async (_, args, message) => {
    const { code, stdout, stderr } = await publish(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('refuses a registry that is none', async () => {
    const { code, stderr } = await publish('--solution', sound, '--registry', 'nowhere');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('arena: --registry: expected an address such as '),
    ]);
  });

  it('has an option --version, which the program has too', async () => {
    const { code, stderr } = await publish('--solution', sound, '--version', '1.0');
    expect([code, stderr.split('\n').at(-2)]).toEqual([
      2,
      'arena: --version: expected one such as 1.2.0, got 1.0; pass three numbers with points between them',
    ]);
    expect((await arena(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('publishes no round that nobody completed', async () => {
    const path = join(await temporaryFolder(), 'ledger.sqlite');
    const ledger = openLedger(path);
    const pool = { name: 'mixed', sampleCount: 2 };
    ledger.createCompetition({
      id: 'cup',
      name: 'The cup',
      pool,
      baseline: { name: 'none', version: '1.0.0' },
    });
    ledger.close();
    const { code, stderr } = await publish('--ledger', path);
    expect([code, stderr]).toEqual([
      1,
      'arena: rounds of cup: expected completed, got none; close it first, with arena round close, or choose another with --round\n',
    ]);
  });

  it('keeps nothing in a folder that something is in', async () => {
    const out = await temporaryFolder();
    await mkdir(join(out, 'mine'));
    const { code, stderr } = await publish('--solution', sound, '--out', out);
    expect([code, stderr]).toEqual([1, `arena: ${out}: is not empty; name a folder that is new\n`]);
    expect(await readdir(out)).toEqual(['mine']);
  });
});
