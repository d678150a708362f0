import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findSandboxTools } from '../src/sandbox/availability.ts';
import { type Box, openBox } from '../src/sandbox/box.ts';
import { type BoxCommand, boxCommand } from '../src/sandbox/command.ts';
import {
  builtSolution,
  fixture,
  hasSandbox,
  matrixSaying,
  processesWith,
  runtimeWith,
} from './sandbox-fixtures/pools.ts';

const batch = { calls: 1, pick: 0 };
const open = new AbortController().signal;
const denied = { error: 'ERR_ACCESS_DENIED' };
const repository = new URL('../../../', import.meta.url).pathname;

/** A box in which a solution has got hold of the whole process, with or without the runtime's own permissions. */
async function rogueBox(
  hasPermissions: boolean,
): Promise<{ box: Box; tell(deed: object): Promise<unknown> }> {
  const folder = join(dirname(fixture('store')), 'code');
  const command = boxCommand({
    isolation: 'sandbox',
    tools: await findSandboxTools(),
    runtime: await runtimeWith('rogue-child'),
    entryPath: join(folder, 'store.js'),
    folder,
    libraries: [],
    memoryLimitBytes: 3e8,
    core: null,
  });
  const box = await openBox(hasPermissions ? command : withoutPermissions(command), open);
  onTestFinished(() => box.close());
  return {
    box,
    async tell(deed) {
      const matrix = matrixSaying(deed);
      const reply = await box.ask({ call: 'compress', entryUrl: '', matrix, batch });
      return 'bytes' in reply && JSON.parse(new TextDecoder().decode(reply.bytes));
    },
  };
}

function withoutPermissions({ file, args, welcome }: BoxCommand): BoxCommand {
  return { file, welcome, args: args.filter((arg) => !/^--(experimental-)?(permission|allow)/.test(arg)) };
}

describe.skipIf(!hasSandbox)('walls of a sandbox (skipped where bwrap does not work)', () => {
  it('without the permissions of the runtime the box still holds', async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => {
      server.close();
    });
    const { port } = server.address() as { port: number };
    const { tell } = await rogueBox(false);
    const missing = { error: 'ENOENT' };
    for (const at of [
      '/etc/passwd',
      `${repository}package.json`,
      `${builtSolution('baseline')}/manifest.json`,
    ])
      expect(await tell({ deed: 'read', at }), at).toEqual(missing);
    for (const at of ['/proc', '/dev', '/tmp', '/home', '/etc', '/sys'])
      expect(await tell({ deed: 'list', at }), at).toEqual(missing);
    const top = (await tell({ deed: 'list', at: '/' })) as { value: string[] };
    expect(['arena', 'lib', 'lib64', 'usr', 'opt'], `${top.value}`).toEqual(
      expect.arrayContaining(top.value),
    );
    for (const at of ['/x', '/arena/x', '/arena/solution/x'])
      expect(await tell({ deed: 'write', at }), at).toEqual({ error: 'EROFS' });
    expect(await tell({ deed: 'connect', at: port })).toMatchObject({
      error: expect.stringMatching(/^E(NETUNREACH|CONNREFUSED)$/),
    });
    expect(await tell({ deed: 'kill', at: process.pid })).toEqual({ error: 'ESRCH' });
    expect(await tell({ deed: 'kill', at: process.ppid })).toEqual({ error: 'ESRCH' });
    expect(await tell({ deed: 'environment' })).toEqual({ value: { PWD: '/' } });
    const { value } = (await tell({ deed: 'addresses' })) as { value?: string[] };
    expect(value?.filter((name) => name !== 'lo') ?? []).toEqual([]);
  });

  it('with them, not even what is inside the box can be touched', async () => {
    const { tell } = await rogueBox(true);
    expect(await tell({ deed: 'read', at: '/usr/bin/node' })).toEqual(denied);
    expect(await tell({ deed: 'write', at: '/arena/solution/x' })).toEqual(denied);
    expect(await tell({ deed: 'list', at: '/' })).toEqual(denied);
    expect(await tell({ deed: 'spawn' })).toEqual(denied);
  });

  it('what it starts ends with it', async () => {
    const { box, tell } = await rogueBox(false);
    const at = `setInterval(() => {}, ${process.pid}0)`;
    expect(await tell({ deed: 'stay', at })).toEqual({ value: true });
    await expect.poll(() => processesWith(at).length).toBe(1);
    await box.close();
    await expect.poll(() => processesWith(at)).toEqual([]);
  });
});
