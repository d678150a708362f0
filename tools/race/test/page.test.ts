import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedData } from '../src/build/embedded-data.ts';
import type { Embedded } from '../src/embedded.ts';
import { defaultSettings } from '../src/race/settings.ts';
import {
  builtData,
  download,
  executable,
  inChromium,
  launch,
  openRace,
  raceResult,
  serveRace,
  upload,
} from './browser.ts';
import { npyFile, ramp, safetensorsFile } from './files.ts';
import { frameBytesInNode, makeSolution, storing } from './workspace.ts';

/** Fewer samples than people want: what is looked at here are not times. */
const quick = { ...defaultSettings, minSamples: 2, maxSamples: 2, ticksPerSample: 2 };

describe.skipIf(executable === null)(inChromium('the page'), { timeout: 120_000 }, () => {
  let browser: Browser;
  /** The solutions of the checkout. */
  let real: Embedded;
  /** Two that are loaded in no time, for what does not depend on solutions. */
  let data: Embedded;
  beforeAll(async () => {
    browser = await launch();
    real = { ...(await builtData()), settings: quick };
    const folders = [await makeSolution('first', storing()), await makeSolution('second', storing())];
    data = await embeddedData(folders, quick);
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
    expect(requests).toHaveLength(1);
    expect([...complaints]).toEqual([]);
    await page.context().close();
  });

  it('races from a static server, too', async () => {
    const { page, requests, complaints, close } = await serveRace(browser);
    await page.getByRole('button', { name: real.samples[1].title }).click();
    const { standings } = await raceResult(page);
    expect(standings.filter(({ rank }) => rank !== null)).toHaveLength(real.solutions.length);
    expect(requests).toHaveLength(1);
    expect([...complaints]).toEqual([]);
    await page.context().close();
    close();
  });

  it('has no way out: the policy stops requests of the page and of its workers', async () => {
    const { page, requests } = await openRace(browser, { data });
    const answers = await page.evaluate<string[]>(`(async () => {
      const ask = "fetch('https://example.org/').then(() => 'out', (error) => error.name)";
      const script = new Blob([ask + '.then(postMessage)'], { type: 'text/javascript' });
      const worker = new Worker(URL.createObjectURL(script));
      const inWorker = await new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); });
      return [await fetch('https://example.org/').then(() => 'out', (error) => error.name), inWorker];
    })()`);
    expect(answers).toEqual(['TypeError', 'TypeError']);
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    await page.context().close();
  });

  it('takes an .npy file that is dropped anywhere', async () => {
    const { page, complaints } = await openRace(browser, { data });
    await drop(page, 'dropped.npy', npyFile('<u2', [4, 8, 32], ramp(1024)));
    const { matrices, standings } = await raceResult(page);
    expect(matrices).toMatchObject([{ id: 'dropped.npy', rows: 32, cols: 32 }]);
    expect(standings.map(({ rank }) => rank)).toEqual(data.solutions.map((_, index) => index + 1));
    expect([...complaints]).toEqual([]);
    await page.context().close();
  });

  it('races the chosen tensors of a .safetensors file, and tells what it leaves out', async () => {
    const { page } = await openRace(browser, { data });
    const bf16 = { dtype: 'BF16', shape: [32, 32], data: ramp(1024) };
    const file = safetensorsFile({
      'layer.0': bf16,
      'layer.1': { ...bf16, shape: [16, 64] },
      'layer.2': bf16,
      scale: { dtype: 'F32', shape: [2], data: new Uint8Array(8) },
    });
    await upload(page, 'model.safetensors', file);
    await page.getByText('1 tensor of another type left out').click();
    expect(await page.getByText('scale F32').isVisible()).toBe(true);
    await page.getByLabel('layer.2').uncheck();
    await page.getByRole('button', { name: 'Race 2 tensors' }).click();
    const { matrices, lanes } = await raceResult(page);
    expect(matrices.map(({ id, rows }) => [id, rows])).toEqual([
      ['layer.0', 32],
      ['layer.1', 16],
    ]);
    expect(lanes.flatMap(({ trials }) => trials.map(({ failure }) => failure))).toEqual(
      lanes.flatMap(() => [null, null]),
    );
    expect(await page.getByRole('table', { name: 'Score and ratio of each solution' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Other tensors' }).click();
    await page.getByRole('button', { name: 'Race 3 tensors' }).waitFor();
    await page.context().close();
  });

  it('races a .bf16 file as one row, and again in rows of a width that is typed in', async () => {
    const { page } = await openRace(browser, { data });
    await upload(page, 'flat.bf16', ramp(1024));
    expect((await raceResult(page)).matrices).toMatchObject([{ rows: 1, cols: 1024 }]);
    const width = page.getByRole('spinbutton');
    await width.fill('60');
    await width.press('Enter');
    expect(await page.getByRole('alert').textContent()).toBe(
      'values in a row: expected a divisor of 1024, got 60; look up the last dimension of the array',
    );
    await width.fill('64');
    await width.press('Enter');
    await page.getByText('16 × 64').waitFor();
    expect((await raceResult(page)).matrices).toMatchObject([{ rows: 16, cols: 64 }]);
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  });

  it('tells what is wrong with a file, and goes on', async () => {
    const small = { ...data, settings: { ...quick, maxFileBytes: 100_000 } };
    const { page, complaints } = await openRace(browser, { data: small });
    const whole = npyFile('<u2', [32, 32], ramp(1024));
    const f32 = { w: { dtype: 'F32', shape: [1], data: new Uint8Array(4) } };
    const cases: readonly (readonly [name: string, bytes: Uint8Array, message: RegExp])[] = [
      ['notes.pdf', ramp(8), /^notes\.pdf: expected one of \.npy, \.bf16, .+, got \.pdf; save the values/],
      ['README', ramp(8), /^README: expected one of .+, got no extension;/],
      ['noise.npy', ramp(64), /^noise\.npy: expected a \.npy file, got other content;/],
      ['noise.safetensors', ramp(64), /^noise\.safetensors: expected a header of at most/],
      ['cut.npy', whole.subarray(0, 500), /^cut\.npy: expected 2048 bytes after the header .+, got 372;/],
      [
        'floats.npy',
        npyFile('<f4', [1, 2], new Uint8Array(8)),
        /^floats\.npy: expected items of type .+"<f4"/,
      ],
      ['floats.safetensors', safetensorsFile(f32), /^floats\.safetensors: expected at least one BF16 tensor/],
      [
        'odd.bf16',
        new Uint8Array(7),
        /^odd\.bf16: expected an even number of bytes, two for a value, got 7;/,
      ],
      ['empty.bf16', new Uint8Array(0), /^empty\.bf16: expected at least one value, got none;/],
      ['large.bf16', new Uint8Array(100_002), /^large\.bf16: expected at most 100000 bytes, got 100002;/],
    ];
    for (const [name, bytes, message] of cases) {
      await upload(page, name, bytes);
      const alert = page.getByRole('alert').filter({ hasText: name });
      expect(await alert.textContent()).toMatch(message);
    }
    await upload(page, 'good.npy', whole);
    expect((await raceResult(page)).status).toBe('finished');
    expect(await page.getByRole('alert').count()).toBe(0);
    expect([...complaints]).toEqual([]);
    await page.context().close();
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

  it('hands out one row for each solution and matrix as CSV', async () => {
    const { page } = await openRace(browser, { data });
    await upload(page, '=cmd.npy', npyFile('<u2', [32, 32], ramp(1024)));
    const { lanes } = await raceResult(page);
    const [headings, ...rows] = (await download(page, 'Download CSV')).trimEnd().split('\r\n');
    expect(headings.split(',')).toContain('decompress (MB/s)');
    expect(rows.map((row) => row.split(',').slice(1, 3))).toEqual(
      lanes.map(({ name }) => ["'=cmd.npy", name]),
    );
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

  it.each([400, 1280])('never scrolls sideways as a whole at %i px', async (width) => {
    const { page } = await openRace(browser, { data, viewport: { width, height: 800 } });
    const scrollWidth = (): Promise<number> => page.evaluate('document.documentElement.scrollWidth');
    expect(await scrollWidth()).toBe(width);
    await upload(page, `${'long-name-'.repeat(9)}.npy`, npyFile('<u2', [32, 32], ramp(1024)));
    await raceResult(page);
    await page.getByText('As a table').click();
    expect(await scrollWidth()).toBe(width);
    await page.context().close();
  });

  it('can be used with the keyboard alone, and moves nothing for those who want no motion', async () => {
    const { page } = await openRace(browser, { data, reducedMotion: 'reduce' });
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.type')).toBe('file');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await raceResult(page);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.bar')).transitionDuration")).toBe(
      '0s',
    );
    await page.context().close();
  });

  it('has landmarks, names on everything that can be used, and is dark where the system is', async () => {
    const { page } = await openRace(browser, { data, colorScheme: 'dark' });
    await page.getByRole('button', { name: data.samples[0].title }).click();
    await raceResult(page);
    expect(await page.getByRole('main').count()).toBe(1);
    expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual(['Matrix Arena race']);
    const unnamed = await page.evaluate<string[]>(`
      [...document.querySelectorAll('table, section, button, input, select, fieldset')]
        .filter((one) => !(one.ariaLabel || one.textContent.trim() || one.labels?.length))
        .map((one) => one.outerHTML.slice(0, 200))`);
    expect(unnamed).toEqual([]);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(16, 24, 28)');
    await page.context().close();
  });
});

/** Rank, name, score and ratio of each row. */
async function rankingRows(page: Page): Promise<string[][]> {
  const rows = await page.getByRole('table').first().locator('tbody tr').all();
  return Promise.all(rows.map(async (row) => (await row.getByRole('cell').allTextContents()).slice(0, 4)));
}

async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    `(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(${JSON.stringify([...bytes])})], ${JSON.stringify(name)}));
      return transfer;
    })()`,
  );
  await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
  expect(await page.locator('.source.over').count()).toBe(1);
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
}
