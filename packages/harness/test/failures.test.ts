import { expect, it } from 'vitest';
import { benchFixtures, matrixOf, outcomes } from './helpers.ts';

/** How each fixture fails, and what the result says of it. */
const failures: [name: string, outcome: string, message: RegExp][] = [
  ['throws-on-compress', 'encode-error', /^RangeError: cannot do this one$/],
  ['throws-on-decompress', 'decode-error', /^threw null$/],
  ['wrong-bytes', 'mismatch', /^value 1: expected 0x9e37, got 0x1e37$/],
  ['wrong-shape', 'mismatch', /^shape: expected 4 x 3 in 24 bytes, got 3 x 4 in 24 bytes$/],
  ['lossy', 'mismatch', /^value 1: expected 0x9e37, got 0x9e36$/],
  ['hangs', 'timeout', /^compress took longer than 5000 ms$/],
  ['fills-heap', 'out-of-memory', /^compress took more than 300000000 bytes$/],
  ['fills-buffers', 'out-of-memory', /^compress took more than 300000000 bytes$/],
  ['exits', 'crashed', /^compress: /],
  ['returns-string', 'bad-output', /^compress: expected a Uint8Array, got string$/],
  ['returns-nothing', 'bad-output', /^decompress: expected a matrix, got undefined$/],
  ['empty-frame', 'bad-output', /^frame: expected at least 1 byte, got 0$/],
  ['unstable', 'unstable', /^the frame made while timed differs/],
];

it('one run lists every way to fail, and measures the sound solution among them', async () => {
  const names = ['store', ...failures.map(([name]) => name)];
  const options = { memoryLimitBytes: 3e8, callLimitMs: 5000 };
  const result = await benchFixtures(names, { matrices: [matrixOf(4, 3), matrixOf(1, 100)], options });
  expect(outcomes(result, 'store')).toEqual(['ok', 'ok']);
  for (const [name, outcome, message] of failures) {
    const [first, second] = result.solutions.find(({ manifest }) => manifest.name === name)?.trials ?? [];
    expect([name, first.outcome, second.outcome]).toEqual([name, outcome, outcome]);
    expect('message' in first && first.message).toMatch(message);
  }
}, 120_000);

it.each([
  ['fails-at-import', 'not-loadable', 'Error: no luck today'],
  [
    'exports-nothing',
    'not-loadable',
    'TypeError: default export: expected a solution with create(), see defineSolution in the contract',
  ],
  ['imports-builtin', 'rejected', "index.js: imports node:fs, which the manifest's dependencies do not name"],
  ['imports-outside', 'rejected', 'index.js: imports ../../outside.js, which is no code of its own'],
])('%s is %s and has no trials', async (name, state, message) => {
  const result = await benchFixtures([name, 'store']);
  const [failed, store] = result.solutions;
  expect(failed.status).toEqual({ state, message });
  expect(failed.trials).toEqual([]);
  expect(store.trials.every(({ outcome }) => outcome === 'ok')).toBe(true);
});
