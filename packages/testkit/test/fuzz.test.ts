import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FuzzOptions } from '../src/fuzz/options.ts';
import type { FuzzFailure, FuzzReport } from '../src/fuzz/report.ts';
import { runFuzz } from '../src/fuzz/run-fuzz.ts';
import { withFixture } from './assemble.ts';

const seed = 5;
const range = { first: 0, end: 3_000 };

/** What a fixture does wrong, and how the first failure of it reads. */
const caughtBy: Record<string, RegExp> = {
  'hangs-on-corrupt': /^expected an answer within 1000 ms, got none$/,
  'exits-on-corrupt': /^expected the thread to live, got exit code 3$/,
  'reads-past-end':
    /^expected a CodecError \(.*\), got RangeError: Offset is outside the bounds of the DataView$/,
  'throws-plain-errors': /^expected a CodecError \(.*\), got Error: fixture: /,
  'blames-itself': /^expected a CodecError \(.*\), got internal: /,
  'ignores-checksum': /^expected a CodecError or the original matrix, got a matrix of \d+x\d+$/,
  'trusts-declared-size': /^expected the call to allocate at most 335544320 bytes, got \d{9,}$/,
  'breaks-after-errors': /^a good matrix afterwards: expected the frame of .* again, got another$/,
  'writes-to-matrix': /^matrix after the calls: expected byte \d+ to be 0x\w\w, got 0x\w\w$/,
  'trusts-arguments': /^expected a CodecError \(invalid-argument\), got TypeError: /,
  grows: /^expected a frame of at most \d+ bytes, got \d+$/,
  'canonical-nans': /^expected the thread to live, got Error: random-bits 1x1: expected byte/,
};

/** Shorter limits, so that nobody has to wait for what does not come. */
const optionsOf: Record<string, FuzzOptions> = { 'hangs-on-corrupt': { callLimitMs: 1_000 } };

/** One for each way in which a failure shows: an error, no answer, no thread, a codec that is no longer good. */
const replayed = ['reads-past-end', 'hangs-on-corrupt', 'exits-on-corrupt', 'breaks-after-errors'];

async function fuzz(fixture: string, options: FuzzOptions = {}): Promise<FuzzReport> {
  return withFixture(fixture, (packageDir) => runFuzz(packageDir, { seed, range, ...options }));
}

describe('the fuzz suite proves itself', () => {
  it.concurrent.for(Object.entries(caughtBy))(
    '%s is caught, again when the case is done alone',
    ([fixture, message]) =>
      withFixture(fixture, async (packageDir) => {
        const options = { seed, maxFailures: 1, ...optionsOf[fixture] };
        const { failures, casesDone } = await runFuzz(packageDir, { ...options, range });
        expect(failures).toHaveLength(1);
        const [found] = failures;
        expect(found.message).toMatch(message);
        expect(casesDone).toBeLessThan(range.end);
        if (!replayed.includes(fixture)) return;
        const { index = 0 } = found;
        const saved = savedFiles(packageDir, found);
        const alone = await runFuzz(packageDir, { ...options, range: { first: index, end: index + 1 } });
        expect(alone.failures).toEqual(failures);
        expect(savedFiles(packageDir, found)).toEqual(saved);
      }),
  );

  it('sound passes', async () => {
    const { failures, casesDone, end } = await fuzz('sound', { range: { first: 0, end: 1_000 } });
    expect({ failures, casesDone, end }).toEqual({ failures: [], casesDone: 1_000, end: 'all done' });
  });

  it('a codec without a checksum may return damaged matrices if that is allowed', async () => {
    const options = { checksummed: false, range: { first: 0, end: 500 } };
    expect((await fuzz('ignores-checksum', options)).failures).toEqual([]);
  });
});

describe('a failure', () => {
  it('replaces the thread, after which the run goes on and counts failures of one sort together', async () => {
    const { failures, casesDone, end } = await fuzz('reads-past-end', {
      range: { first: 0, end: 25 },
      maxFailures: 3,
    });
    expect({ casesDone, end }).toEqual({ casesDone: 25, end: 'all done' });
    expect(failures.map(({ kind }) => kind)).toContain('mutated frame');
    expect(failures.some(({ times }) => times > 1)).toBe(true);
  });

  it('before the first case ends the run', async () => {
    const { failures, casesDone, end } = await fuzz('canonical-nans');
    expect({ casesDone, end }).toEqual({ casesDone: 0, end: 'no start' });
    expect(failures[0]).toMatchObject({ index: undefined, told: 'before the first case' });
  });
});

it('an aborted run says how far it got', async () => {
  const { end, casesDone } = await fuzz('sound', { signal: AbortSignal.abort() });
  expect({ end, casesDone }).toEqual({ end: 'interrupted', casesDone: 0 });
});

/** The input and the text beside it. */
function savedFiles(packageDir: URL, { index, file = '', message }: FuzzFailure): Buffer {
  const text = readFileSync(new URL(`.fuzz/seed-${seed}-case-${index}.txt`, packageDir), 'utf8');
  expect(text).toContain(message);
  return readFileSync(new URL(file, packageDir));
}
