import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { honest, marks } from '../honest.ts';
import { compressIn } from '../naive/lab.ts';
import { isAlive, processesWith, processState } from '../naive/processes.ts';
import { after, eventually, type Proofs } from './proof.ts';

const knockPorts = Array.from({ length: 10 }, (_, i) => 47_100 + i);

/** Listens at the first free of the ports that the cheat knocks at. */
async function listen(onData: (text: string) => void): Promise<Server> {
  for (const port of knockPorts) {
    const server = createServer((socket) => {
      socket.on('data', (data) => onData(String(data)));
      socket.on('error', () => {});
    });
    const isOpen = new Promise((resolve) => {
      server.once('listening', () => resolve(true)).once('error', () => resolve(false));
    });
    server.listen(port, '127.0.0.1');
    if (await isOpen) return server;
  }
  throw new Error('all ports of the test are taken');
}

export const machineProofs: Proofs = {
  async 'starts-threads'(lab) {
    const naive = await lab.open();
    const threads = processState(naive.pid)?.threads ?? 0;
    const idle = lab.start();
    await idle.ask({ call: 'look' });
    const usual = processState(idle.pid)?.threads ?? 0;
    expect(threads).toBeGreaterThanOrEqual(usual + 4);
    await compressIn(naive, lab.matrix);
    const cpuBefore = processState(naive.pid)?.cpuMs ?? 0;
    const { elapsedMs } = await compressIn(naive, lab.matrix, { calls: 100 });
    const cpuMs = (processState(naive.pid)?.cpuMs ?? 0) - cpuBefore;
    return `${threads - usual} threads more; ${Math.round(cpuMs)} ms of processors in ${Math.round(elapsedMs)} ms`;
  },

  async 'slows-others'(lab) {
    const naive = await lab.open();
    await compressIn(naive, lab.matrix);
    const before = processState(naive.pid)?.cpuMs ?? 0;
    await after(500);
    const burnedMs = (processState(naive.pid)?.cpuMs ?? 0) - before;
    expect(burnedMs).toBeGreaterThan(50);
    return `${burnedMs} ms of processors within 500 ms in which nothing was asked of it`;
  },

  async 'raises-priority'(lab) {
    const naive = await lab.open();
    const niceness = processState(naive.pid)?.niceness;
    // Only root may.
    expect(niceness).toBe(process.getuid?.() === 0 ? -20 : 0);
    return `runs with a niceness of ${niceness}`;
  },

  async prints(lab) {
    const naive = await lab.open();
    await compressIn(naive, lab.matrix);
    const enough = 100_000;
    expect(await eventually(() => naive.printed().length > enough)).toBe(true);
    expect(naive.printed()).toContain('"schemaVersion":2');
    return `${naive.printed().length} characters printed by one call`;
  },

  async 'reads-files'(lab) {
    const naive = await lab.open();
    const frame = Buffer.from((await compressIn(naive, lab.matrix)).base64, 'base64').toString('latin1');
    for (const secret of [
      'secret-of-home',
      'secret-of-corpus',
      'another-solution',
      readFileSync('/etc/passwd', 'latin1').slice(0, 16),
    ])
      expect(frame).toContain(secret);
    return 'names from home, the current folder and beside the package, and /etc/passwd, all in the frame';
  },

  async 'writes-files'(lab) {
    await lab.open();
    const reached = [
      lab.folder,
      dirname(lab.folder),
      lab.root,
      lab.home,
      lab.tmp,
      lab.cwd,
      '/dev/shm',
      '/tmp',
      '/',
    ];
    const written = reached.filter((folder) => existsSync(join(folder, 'cheat-was-here')));
    expect(written).toEqual(expect.arrayContaining(reached.slice(0, 6)));
    return `${written.length} of ${reached.length} folders written to`;
  },

  async 'rewrites-itself'(lab) {
    const codec = join(lab.folder, 'codec.js');
    const before = readFileSync(codec, 'utf8');
    await lab.open();
    expect(readFileSync(codec, 'utf8')).not.toBe(before);
    const naive = await lab.open();
    const { elapsedMs } = await compressIn(naive, lab.matrix, { calls: 200 });
    expect(elapsedMs / 200).toBeLessThan(2.5);
    return `the next process loads other code: ${(elapsedMs / 200).toFixed(3)} ms per call`;
  },

  async spawns(lab) {
    const naive = await lab.open();
    await naive.kill();
    const daemons = processesWith('cheat-daemon', lab.entry);
    expect(daemons).toHaveLength(2);
    return `${daemons.length} processes outlive the cheat`;
  },

  async 'opens-sockets'(lab) {
    const heard: string[] = [];
    const server = await listen((text) => heard.push(text));
    try {
      await lab.open();
      expect(await eventually(() => heard.some((text) => text.startsWith('cheat')))).toBe(true);
    } finally {
      server.close();
    }
    return 'a listener on the machine hears from it';
  },

  async 'kills-parent'(lab) {
    const script = new URL('../naive/parent.js', import.meta.url).pathname;
    const forever = ['-e', 'setTimeout(() => {}, 20_000)', 'cheat-victim', lab.entry];
    const victim = spawn(process.execPath, forever, { stdio: 'ignore' });
    const parent = spawn(process.execPath, [script, lab.entry], { cwd: lab.cwd, stdio: 'ignore' });
    const ends = [victim, parent].map(async (child) => (await once(child, 'exit'))[1]);
    try {
      expect(await Promise.race([Promise.all(ends), after(5000)])).toEqual(['SIGKILL', 'SIGKILL']);
    } finally {
      victim.kill('SIGKILL');
      parent.kill('SIGKILL');
      for (const pid of processesWith(lab.entry)) process.kill(pid, 'SIGKILL');
    }
    return 'its parent and an unrelated process are killed';
  },

  async 'debugs-main-thread'(lab) {
    const naive = lab.start('threads.js');
    await naive.ask({ call: 'load', entry: lab.entry, thread: 0 });
    expect((await naive.ask({ call: 'look' }))?.wasDebugged).toBe(true);
    return 'its code has run in the main thread, which had started it in a worker';
  },

  async escapes(lab) {
    const frame = await compressIn(await lab.open(), lab.matrix);
    expect(Buffer.from(frame.base64, 'base64')[honest.markAt]).toBe(marks.tookEffect);
    return 'it has found functions of the runtime';
  },

  async 'leaves-handles'(lab) {
    const idle = lab.start();
    await idle.ask({ call: 'look' });
    const naive = await lab.open();
    for (const each of [idle, naive]) each.endTasks();
    expect((await idle.exit).code).toBe(0);
    await after(300);
    process.kill(naive.pid, 'SIGTERM');
    await after(300);
    expect(isAlive(naive.pid)).toBe(true);
    return 'neither ends when there is nothing left to do, nor when it is asked to';
  },
};
