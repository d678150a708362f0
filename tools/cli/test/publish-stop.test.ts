import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { arena, temporaryFolder } from './arena.ts';
import { soundPackage } from './packages.ts';

/** It proves, stages and checks: other work on the machine makes all of it slower. */
const limitMs = 300_000;

let server: Server;
let registry: string;
/** What was published; null for nothing. */
let published: string | null = null;
let onUpload = (): void => {};

/** A registry that anyone may publish to, slowly. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    if (request.method === 'PUT') {
      published = await bodyOf(request);
      onUpload();
      await sleep(500);
    }
    response.writeHead(published === null ? 404 : 200, { 'content-type': 'application/json' });
    response.end(published ?? '{ "error": "not found" }');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  registry = `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
});
afterAll(() => server.close());

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}

it(
  'Ctrl-C on the terminal of arena publish does not cut the upload, nor what follows from it',
  async () => {
    const built = await soundPackage();
    await promisify(execFile)(process.execPath, ['build.mjs'], { cwd: built });
    // Outside of any checkout, which would be tagged.
    const solution = join(await temporaryFolder(), 'sound-package');
    await cp(built, solution, { recursive: true });
    await symlink(join(import.meta.dirname, '../node_modules'), join(solution, 'node_modules'));
    const settings = join(await temporaryFolder(), 'npmrc');
    await writeFile(settings, `${registry.replace('http:', '')}:_authToken=anyone\n`);
    const temp = await temporaryFolder();
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('TMPDIR', temp);
    vi.stubEnv('npm_config_userconfig', settings);
    const choice = ['--solution', solution, '--registry', registry];
    const { code, stdout } = await arena(['publish', ...choice, '--quick', '--publish', '--yes'], {
      cwd: solution,
      asGroup: true,
      onStderr: (_, kill) => {
        onUpload = () => kill('SIGINT');
      },
    });
    expect([code, published === null]).toEqual([0, false]);
    expect(stdout).toMatch(
      /\npublished @matrix-arena\/codec 1\.0\.0; the registry gives it back unchanged\nnot tagged codec-v1\.0\.0: it was not made in a git checkout\n/,
    );
    expect(await readdir(temp)).toEqual([]);
  },
  limitMs,
);
