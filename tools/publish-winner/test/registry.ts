import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A registry of its own on this machine, and a user of it. */
export interface LocalRegistry {
  readonly url: string;
  /** For npm, and whatever runs it: nothing of the person who runs the tests is read or written. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const startLimitMs = 60_000;

/**
 * Starts a registry that keeps everything below a folder, asks no other, and knows one user.
 *
 * @param root an empty folder
 */
export async function startRegistry(root: string): Promise<LocalRegistry> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const home = join(root, 'home');
  for (const folder of [home, join(root, 'storage')]) mkdirSync(folder, { recursive: true });
  const config = join(root, 'config.yaml');
  writeFileSync(config, configText(root));
  const child = spawn(
    process.execPath,
    [verdaccioPath(), '--config', config, '--listen', `127.0.0.1:${port}`],
    {
      cwd: root,
      stdio: 'ignore',
      env: { PATH: process.env.PATH ?? '', HOME: home },
    },
  );
  try {
    await answers(url, child);
    const npmrc = join(home, '.npmrc');
    writeFileSync(npmrc, `//127.0.0.1:${port}/:_authToken=${await addUser(url)}\n`);
    const env = { HOME: home, npm_config_userconfig: npmrc, npm_config_cache: join(home, 'npm-cache') };
    return { url, env, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

function verdaccioPath(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('verdaccio/package.json')), 'bin/verdaccio');
}

function configText(root: string): string {
  return [
    `storage: ${JSON.stringify(join(root, 'storage'))}`,
    'uplinks: {}',
    'packages:',
    `  '**': { access: $all, publish: $authenticated }`,
    'auth:',
    `  htpasswd: { file: ${JSON.stringify(join(root, 'htpasswd'))}, max_users: 10 }`,
    'log: { type: stdout, level: error }',
    'web: { enable: false }',
    '',
  ].join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = Object(server.address()) as { port: number };
  server.close();
  return port;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const endMs = Date.now() + startLimitMs;
  while (Date.now() < endMs && child.exitCode === null) {
    const ping = await fetch(`${url}-/ping`).catch(() => null);
    if (ping?.ok === true) return;
    await sleep(100);
  }
  throw new Error('expected verdaccio to answer, got nothing');
}

/** As `npm adduser` does. @returns the token */
async function addUser(url: string): Promise<string> {
  const user = { name: 'publisher', password: 'a-password-for-tests' };
  const response = await fetch(`${url}-/user/org.couchdb.user:${user.name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(user),
  });
  const { token } = (await response.json()) as { token?: string };
  if (token === undefined) throw new Error(`expected a token, got status ${response.status}`);
  return token;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
