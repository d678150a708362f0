import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { untilInterrupted } from '../src/index.ts';

const listeners = [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')];
const script = fileURLToPath(new URL('fixtures/work.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string[];
}

/** Runs work in a process of its own, and sends a signal after each of some texts. */
async function interrupted(
  manner: 'heeds it' | 'goes on' | 'is over',
  signals: Readonly<Record<string, NodeJS.Signals>>,
): Promise<Ended> {
  const child = spawn(process.execPath, [script, manner], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const line of text.trim().split('\n')) if (line in signals) child.kill(signals[line]);
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, said: stdout.trim().split('\n') };
}

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s aborts the signal, and the work ends as it likes',
  async (name) => {
    const ended = await interrupted('heeds it', { ready: name });
    expect(ended).toEqual({ code: 0, signal: null, said: ['ready', 'aborted'] });
  },
);

it.each([
  ['SIGINT', 'SIGINT'],
  ['SIGINT', 'SIGTERM'],
  ['SIGTERM', 'SIGINT'],
] as const)('after %s a second signal, %s, ends the process', async (first, second) => {
  const ended = await interrupted('goes on', { ready: first, aborted: second });
  expect(ended).toEqual({ code: null, signal: second, said: ['ready', 'aborted'] });
});

it('after the work a signal ends the process', async () => {
  const ended = await interrupted('is over', { ready: 'SIGTERM' });
  expect(ended).toEqual({ code: null, signal: 'SIGTERM', said: ['ready'] });
});

it('hands on what the work gives, and what it throws', async () => {
  expect(await untilInterrupted(async ({ aborted }) => [aborted, 7])).toEqual([false, 7]);
  const failing = untilInterrupted(() => Promise.reject(new Error('broke')));
  await expect(failing).rejects.toThrow('broke');
  expect([process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')]).toEqual(listeners);
});
