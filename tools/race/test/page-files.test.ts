import { type Browser, executable, inChromium, launch, type Page } from '@matrix-arena/page/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedded } from '../src/embedded.ts';
import { download, openRace, raceResult, upload } from './browser.ts';
import { npyFile, ramp, safetensorsFile } from './files.ts';
import { quick, twoSolutions } from './workspace.ts';

describe.skipIf(executable === null)(inChromium('files in the page'), { timeout: 120_000 }, () => {
  let browser: Browser;
  /** Two that are loaded in no time, for what does not depend on solutions. */
  let data: Embedded;
  beforeAll(async () => {
    browser = await launch();
    data = await twoSolutions();
  });
  afterAll(() => browser.close());

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
    // A shape of one row is a shape.
    await upload(page, 'row.npy', npyFile('<u2', [1, 1024], ramp(1024)));
    await raceResult(page);
    expect(await page.locator('.reshape label').textContent()).toMatch(
      /^The file has all its values in one row;/,
    );
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
});

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
