import { isArenaError } from '@matrix-arena/contract';
import { expect, test } from 'vitest';
import { Attempt } from '../src/pull/attempt.ts';
import { TransientError } from '../src/pull/retry.ts';

const forever = (): Promise<never> => new Promise(() => undefined);

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no failure',
    (error: unknown) => error,
  );
}

test('a read that heeds no signal ends with the attempt that it belongs to', async () => {
  const stop = new AbortController();
  const attempt = new Attempt('address', stop.signal, 10_000);
  const work = failureOf(attempt.onNetwork(forever));
  stop.abort();
  expect(isArenaError(await work, 'interrupted')).toBe(true);
  expect(isArenaError(await failureOf(attempt.onNetwork(forever)), 'interrupted')).toBe(true);
  attempt.close();
});

test('a read that heeds no signal ends when nothing comes', async () => {
  const attempt = new Attempt('address', new AbortController().signal, 20);
  const failure = await failureOf(attempt.onNetwork(forever));
  expect(failure).toBeInstanceOf(TransientError);
  expect(String(failure)).toBe('Error: address: expected a byte within 20 ms, got none');
  attempt.close();
});
