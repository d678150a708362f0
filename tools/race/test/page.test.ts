import { type Browser, executable, inChromium, launch, unnamed } from '@matrix-arena/page/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedded } from '../src/embedded.ts';
import { defaultSettings } from '../src/race/settings.ts';
import { leaving, openRace, raceResult, upload } from './browser.ts';
import { npyFile, ramp, safetensorsFile } from './files.ts';
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

  it('moves the focus on when what has it goes', async () => {
    const settings = { ...defaultSettings, minSamples: 1e6, maxSamples: 1e6 };
    const { page } = await openRace(browser, { data: { ...data, settings } });
    const focused = (): Promise<string> => page.evaluate('document.activeElement.id');
    const press = (name: string): Promise<void> => page.getByRole('button', { name }).press('Enter');
    const bf16 = { dtype: 'BF16', shape: [32, 32], data: ramp(1024) };
    await upload(page, 'two.safetensors', safetensorsFile({ first: bf16, second: bf16 }));
    await press('Race 2 tensors');
    await expect.poll(focused).toBe('race');
    await page.getByText(/^Timing/).waitFor();
    await press('Stop');
    await page.getByText(/^Stopped/).waitFor();
    expect(await focused()).toBe('race');
    await press('Other tensors');
    await expect.poll(focused).toBe('chooser');
    await page.context().close();
  });

  it('says what it is doing in a place that is always there', async () => {
    const { page } = await openRace(browser, { data });
    const status = page.getByRole('status');
    const first = await status.elementHandle();
    expect(await first?.textContent()).toBe('');
    await page.getByRole('button', { name: data.samples[0].title }).click();
    await raceResult(page);
    expect(await status.count()).toBe(1);
    expect(await first?.textContent()).toMatch(/^Finished\. 1\. /);
    await page.context().close();
  });

  it('has landmarks, names on everything that can be used, and is dark where the system is', async () => {
    const { page } = await openRace(browser, { data, colorScheme: 'dark' });
    await page.getByRole('button', { name: data.samples[0].title }).click();
    await raceResult(page);
    expect(await page.getByRole('main').count()).toBe(1);
    expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual(['Matrix Arena race']);
    expect(await unnamed(page)).toEqual([]);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(16, 24, 28)');
    await page.context().close();
  });
});
