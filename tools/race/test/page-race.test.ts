import { type Browser, executable, inChromium, launch, type Page } from '@matrix-arena/page/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedData } from '../src/build/embedded-data.ts';
import type { Embedded } from '../src/embedded.ts';
import { defaultSettings } from '../src/race/settings.ts';
import { builtData, leaving, openRace, raceResult, serveRace, upload } from './browser.ts';
import { npyFile, ramp } from './files.ts';
import { frameBytesInNode, makeSolution, quick, storing, twoSolutions } from './workspace.ts';

describe.skipIf(executable === null)(inChromium('races in the page'), { timeout: 120_000 }, () => {
  let browser: Browser;
  /** The solutions of the checkout. */
  let real: Embedded;
  /** Two that are loaded in no time, for what does not depend on solutions. */
  let data: Embedded;
  beforeAll(async () => {
    browser = await launch();
    real = { ...(await builtData()), settings: quick };
    data = await twoSolutions();
  });
  afterAll(() => browser.close());

  it('races a sample from disk, offline, and makes the same frames as Node', async () => {
    const { page, requests, complaints } = await openRace(browser);
    const [sample] = real.samples;
    await page.getByRole('button', { name: sample.title }).click();
    const { lanes, standings, tickMs } = await raceResult(page);
    const bytes = new Uint8Array(Buffer.from(sample.base64, 'base64'));
    const inNode = await frameBytesInNode({ bytes, rows: sample.rows, cols: sample.cols, dtype: 'bf16' });
    expect(new Map(lanes.map(({ name, trials }) => [name, trials[0].compressedBytes]))).toEqual(inNode);
    expect(standings.map(({ ratio }) => ratio > 1)).toEqual(standings.map(() => true));
    expect(tickMs).toBeGreaterThan(0);
    const { minSamples, maxSamples } = defaultSettings;
    for (const { trials } of lanes) {
      expect(trials[0].compressMs.length).toBeGreaterThanOrEqual(minSamples);
      expect(trials[0].compressMs.length).toBeLessThanOrEqual(maxSamples);
    }
    const scores = standings.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(await rankingRows(page)).toEqual(
      standings.map(({ rank, name, score, ratio }) => [
        String(rank),
        name,
        score.toFixed(4),
        ratio.toFixed(3),
      ]),
    );
    expect(await page.getByRole('status').textContent()).toContain(`1. ${standings[0].name}`);
    expect(leaving(requests)).toHaveLength(1);
    expect([...complaints]).toEqual([]);
    await page.context().close();
  });

  it('races from a static server, too', async () => {
    const { page, requests, complaints, close } = await serveRace(browser);
    await page.getByRole('button', { name: real.samples[1].title }).click();
    const { standings } = await raceResult(page);
    expect(standings.filter(({ rank }) => rank !== null)).toHaveLength(real.solutions.length);
    expect(leaving(requests)).toHaveLength(1);
    expect([...complaints]).toEqual([]);
    await page.context().close();
    close();
  });

  it('stops when it is told to, and a new file ends the race before it', async () => {
    const slow = { ...data, settings: { ...defaultSettings, minSamples: 1e6, maxSamples: 1e6 } };
    const { page, complaints } = await openRace(browser, { data: slow });
    await upload(page, 'first.bf16', ramp(4096));
    await page.getByText(/^Timing/).waitFor();
    await upload(page, 'second.bf16', ramp(2048));
    await page.getByRole('heading', { name: 'second.bf16' }).waitFor();
    await page.getByText(/^Timing/).waitFor();
    expect(page.workers().length).toBeLessThanOrEqual(3 * data.solutions.length);
    await page.getByRole('button', { name: 'Stop' }).click();
    const { status, matrices } = await raceResult(page);
    expect([status, ...matrices.map(({ id }) => id)]).toEqual(['stopped', 'second.bf16']);
    await expect.poll(() => page.workers().length).toBe(0);
    expect([...complaints]).toEqual([]);
    await page.context().close();
  });

  it('ends the workers of a solution as soon as it is out', async () => {
    const folders = await Promise.all([
      makeSolution('aa-sound', storing()),
      makeSolution('bb-hangs', storing({ decompress: '() => { for (;;); }' })),
      makeSolution('cc-unready', storing({ create: '() => { throw new Error("no kernel") }' })),
    ]);
    const endless = { minSamples: 1e6, maxSamples: 1e6, timeBudgetMs: 1e6 };
    const settings = { ...defaultSettings, ...endless, callLimitMs: 1000 };
    const { page } = await openRace(browser, { data: await embeddedData(folders, settings) });
    await upload(page, 'matrix.npy', npyFile('<u2', [32, 32], ramp(1024)));
    await page.getByText(/^Timing/).waitFor();
    // The two of the one that is left. Browsers give a worker in a loop some seconds to end by itself.
    await expect.poll(() => page.workers().length, { timeout: 20_000 }).toBe(2);
    expect(await page.getByRole('status').textContent()).toMatch(/^Timing/);
    await page.context().close();
  });

  it('tells why a solution cannot run in a browser, and the others race', async () => {
    const awaiting = `const ready = await Promise.resolve(1);\n${storing()}`;
    const folders = [await makeSolution('aa-sound', storing()), await makeSolution('bb-awaits', awaiting)];
    const embedded = await embeddedData(folders, quick);
    expect(embedded.solutions.map(({ problem }) => problem)).toEqual([
      null,
      expect.stringMatching(/^\w+\.js: Top-level await.*; make what has to be awaited in create\(\)$/),
    ]);
    const { page } = await openRace(browser, { data: embedded });
    await page.getByRole('button', { name: embedded.samples[0].title }).click();
    const { standings } = await raceResult(page);
    expect(standings.map(({ name, rank }) => [name, rank])).toEqual([
      ['aa-sound', 1],
      ['bb-awaits', null],
    ]);
    await page.context().close();
  });

  it('shows each failure with its reason, and the others go on', async () => {
    const codes: Readonly<Record<string, string>> = {
      'aa-sound': storing(),
      'bb-hangs': storing({ decompress: '() => { for (;;); }' }),
      'cc-flips': storing({ decompress: '(f) => { const m = matrixOf(f); m.bytes[5] ^= 1; return m; }' }),
      'dd-throws': storing({ compress: '() => { throw new RangeError("no room") }' }),
      'ee-unready': storing({ create: '() => { throw new Error("no kernel") }' }),
      'ff-nothing': storing({ compress: '() => "text"' }),
      'gg-unsteady': storing({
        compress: '(m) => Uint8Array.of(...frameOf(m), n++ & 255); let n = 0',
      }),
      'hh-syntax': 'throw new Error("broken at once"); export default {};',
    };
    const folders = await Promise.all(Object.entries(codes).map(([name, code]) => makeSolution(name, code)));
    const settings = { ...quick, callLimitMs: 1500, bytesPerExtraSecond: 2 ** 30 };
    const { page, complaints } = await openRace(browser, { data: await embeddedData(folders, settings) });
    await upload(page, 'matrix.npy', npyFile('<u2', [32, 32], ramp(1024)));
    const { lanes, standings } = await raceResult(page);
    const failures = lanes.map(({ name, trials }) => [
      name,
      trials[0].failure?.kind,
      trials[0].failure?.message,
    ]);
    expect(failures).toEqual([
      ['aa-sound', undefined, undefined],
      ['bb-hangs', 'timeout', expect.stringMatching(/^no answer within 1500 ms$/)],
      ['cc-flips', 'mismatch', 'value 2: expected 0x3f82, got 0x3e82'],
      ['dd-throws', 'encode-error', 'RangeError: no room'],
      ['ee-unready', 'not-loadable', 'Error: no kernel'],
      ['ff-nothing', 'bad-output', 'compress: expected a Uint8Array, got string'],
      ['gg-unsteady', 'unstable', 'a timed call made another frame than the verified one'],
      ['hh-syntax', 'not-loadable', 'Error: broken at once'],
    ]);
    expect(standings.filter(({ rank }) => rank !== null)).toMatchObject([{ name: 'aa-sound', rank: 1 }]);
    const note = await page.getByRole('note', { name: 'Failures' }).textContent();
    for (const [name, kind] of failures.slice(1)) expect(note).toContain(`${name} ${kind}`);
    expect([...complaints]).toEqual([]);
    await page.context().close();
  });

  it('shows parts of frames, which add up to the frames, beside the bounds', async () => {
    const { page } = await openRace(browser, { data: real });
    await page.getByRole('button', { name: real.samples[0].title }).click();
    const { lanes, matrices } = await raceResult(page);
    await page.getByText('As a table').click();
    const rows = await page.getByRole('table', { name: 'Bits per value' }).getByRole('row').all();
    const cells = await Promise.all(rows.slice(1).map((row) => row.getByRole('cell').allTextContents()));
    for (const { name, trials } of lanes) {
      const own = cells.filter(([of]) => of === name);
      const sum = own.reduce((total, [, , , bits]) => total + Number(bits), 0);
      expect(own.length).toBeGreaterThan(1);
      expect(sum).toBeCloseTo(
        (8 * (trials[0].compressedBytes ?? 0)) / (matrices[0].rows * matrices[0].cols),
        1,
      );
    }
    expect(cells.filter(([of]) => of.startsWith('bound'))).toHaveLength(6);
    await page.context().close();
  });
});

/** Rank, name, score and ratio of each row. */
async function rankingRows(page: Page): Promise<string[][]> {
  const rows = await page.getByRole('table').first().locator('tbody tr').all();
  return Promise.all(rows.map(async (row) => (await row.getByRole('cell').allTextContents()).slice(0, 4)));
}
