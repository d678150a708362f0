import { type Browser, executable, inChromium, launch } from '@matrix-arena/page/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedded } from '../src/embedded.ts';
import { leaving, openRace, raceResult, upload } from './browser.ts';
import { npyFile, ramp } from './files.ts';
import { twoSolutions } from './workspace.ts';

describe.skipIf(executable === null)(inChromium('the page'), { timeout: 120_000 }, () => {
  let browser: Browser;
  /** Two that are loaded in no time, for what does not depend on solutions. */
  let data: Embedded;
  beforeAll(async () => {
    browser = await launch();
    data = await twoSolutions();
  });
  afterAll(() => browser.close());

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
    expect(leaving(requests).filter((url) => !url.startsWith('file:'))).toEqual([]);
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
