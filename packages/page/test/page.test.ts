import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Browser,
  executable,
  inChromium,
  launch,
  openUrl,
  type Page,
  unnamed,
} from '../src/browser/index.ts';
import { buildPage } from './build-page.ts';

describe.skipIf(executable === null)(inChromium('a page'), () => {
  let browser: Browser;
  let url: string;
  beforeAll(async () => {
    url = pathToFileURL(join(await buildPage(), 'page.html')).href;
    browser = await launch();
  });
  afterAll(() => browser.close());

  it('opens from disk without a request or a complaint', async () => {
    const { page, requests, complaints } = await openUrl(browser, url, { offline: true });
    expect([...requests]).toEqual([url]);
    expect([...complaints]).toEqual([]);
    await page.context().close();
  });

  it('cannot ask for anything, and who opened it hears that it tried', async () => {
    const { page, complaints } = await openUrl(browser, url);
    const answer = await page.evaluate("fetch('https://example.org/').then(() => 'out', () => 'refused')");
    expect(answer).toBe('refused');
    await expect.poll(() => complaints.join()).toContain("connect-src 'none'");
    await page.evaluate("setTimeout(() => { throw new Error('nobody catches this'); })");
    await expect.poll(() => complaints.at(-1)).toBe('nobody catches this');
    await page.context().close();
  });

  it('is seen to ask again', async () => {
    const { page, requests } = await openUrl(browser, url);
    await page.reload();
    expect(requests.filter((one) => one === url)).toHaveLength(2);
    await page.context().close();
  });

  it('waits as long as it is told', async () => {
    const { page } = await openUrl(browser, url, { timeoutMs: 5_000 });
    await expect(page.getByText('not there').waitFor()).rejects.toThrow(/Timeout 5000ms exceeded/);
    await page.context().close();
  });

  it('has tables with units and marked rows, which scroll by themselves', async () => {
    const { page } = await openUrl(browser, url, { viewport: { width: 400, height: 800 } });
    const table = page.getByRole('table', { name: 'Sizes' });
    expect(await table.getAttribute('class')).toBe('ranking');
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Name', 'Size bytes', 'Wide']);
    const rows = await table.locator('tbody tr').all();
    expect(await Promise.all(rows.map((row) => row.getAttribute('class')))).toEqual(['best', null]);
    expect(await rows[0].getByRole('cell').nth(1).textContent()).toBe('1\u202f234\u202f567');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
    await page.keyboard.press('Tab');
    const region = page.getByRole('region', { name: 'Sizes' });
    expect(await region.evaluate((one) => one.matches(':focus'))).toBe(true);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => region.evaluate((one) => one.scrollLeft)).toBeGreaterThan(0);
    await page.context().close();
  });

  it('names everything; what has only text in it is found, unless it is a button', async () => {
    const { page } = await openUrl(browser, url);
    expect(await unnamed(page)).toEqual([]);
    const named = `
      <section aria-label="a">text</section>
      <section aria-labelledby="none b"><h2 id="b">b</h2></section>
      <table><caption>c</caption></table>
      <fieldset><legend>d</legend></fieldset>
      <label>e <input></label>
      <button>f</button>`;
    const nameless = [
      '<section>text</section>',
      '<section aria-labelledby="none">text</section>',
      '<svg role="img"><text>text</text></svg>',
      '<table><caption></caption><tbody><tr><td>text</td></tr></tbody></table>',
      '<fieldset>text</fieldset>',
      '<input>',
      '<select><option>text</option></select>',
      '<button></button>',
    ];
    await page.evaluate(`document.body.innerHTML = ${JSON.stringify([named, ...nameless].join(''))}`);
    expect((await unnamed(page)).toSorted()).toEqual(nameless.toSorted());
    await page.context().close();
  });

  it('shows the numbers behind a chart when asked', async () => {
    const { page } = await openUrl(browser, url);
    const table = page.getByRole('table', { name: 'The same' });
    expect(await table.isVisible()).toBe(false);
    await page.getByText('As a table').click();
    expect(await table.isVisible()).toBe(true);
    expect(await table.getAttribute('class')).toBe('data');
    await page.context().close();
  });

  it('makes a file each time it is asked for, and only then', async () => {
    const { page, requests } = await openUrl(browser, url);
    await page.getByText('Two files.').waitFor();
    expect(await download(page, 'Download text')).toEqual(['one.txt', 'made 1']);
    expect(await download(page, 'Download text')).toEqual(['one.txt', 'made 2']);
    expect(await download(page, 'Download JSON')).toEqual(['two.json', '{}']);
    expect(requests.filter((one) => !/^(file|blob|data):/.test(one))).toEqual([]);
    await page.context().close();
  });

  it('is dark where the system is', async () => {
    const { page } = await openUrl(browser, url, { colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(16, 24, 28)');
    await page.context().close();
  });
});

async function download(page: Page, button: string): Promise<[name: string, text: string]> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return [file.suggestedFilename(), await readFile(await file.path(), 'utf8')];
}
