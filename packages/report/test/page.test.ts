import { readFile } from 'node:fs/promises';
import { type Browser, executable, inChromium, launch, type Page } from '@matrix-arena/page/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvText, reportData } from '../src/index.ts';
import { openReport, ranking } from './browser.ts';
import { hostileResult } from './hostile-result.ts';
import { full, real } from './page-data.ts';
import { fullResult, realResult } from './results.ts';

describe.skipIf(executable === null)(inChromium('the page'), () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  it('opens from disk without a request or a complaint, and shows the ranking', async () => {
    const { page, url, requests, complaints } = await openReport(browser, real);
    expect(await ranking(page)).toEqual(
      real.sections[0].solutions.map(({ rank, name, score, ratio }) => [
        String(rank),
        name,
        score.toFixed(4),
        ratio?.toFixed(3),
      ]),
    );
    await page.getByRole('heading', { name: 'Environment and noise' }).waitFor();
    expect(await page.getByRole('img', { name: 'Ratio against throughput' }).count()).toBe(1);
    await page.getByText('Only one run here has a score, so there is none over time.').waitFor();
    expect(await page.getByRole('note', { name: 'Warnings' }).textContent()).toContain('other work used');
    expect([...requests]).toEqual([url]);
    expect([...complaints]).toEqual([]);
    await page.context().close();
  });

  it('shows hostile texts as texts', async () => {
    const { page, requests, complaints } = await openReport(browser, reportData([hostileResult()]));
    await page.getByRole('note', { name: 'Warnings' }).getByText('</script><script>window.pwned').waitFor();
    for (const button of await page.getByRole('button', { name: /failed, 1 noted/ }).all())
      await button.click();
    await page
      .getByRole('button', { name: /of .* on .*<img src=x/ })
      .first()
      .click();
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate('[window.pwned, document.images.length, document.scripts.length]')).toEqual([
      undefined,
      0,
      2,
    ]);
    expect(requests).toHaveLength(1);
    expect([...complaints]).toEqual([]);
    await page.context().close();
  });

  it('keeps sorts of results apart, in tabs, and says why', async () => {
    const { page } = await openReport(browser, full);
    const [first, second] = await page.getByRole('tab').all();
    await first.focus();
    await page.keyboard.press('ArrowRight');
    expect(await second.getAttribute('aria-selected')).toBe('true');
    expect(await page.evaluate('document.activeElement.id')).toBe(await second.getAttribute('id'));
    const why = await page.getByRole('note', { name: 'Why this is apart' }).textContent();
    expect(why).toContain('another rule set: lossy-v2, not lossless-v1');
    expect((await ranking(page)).map(([, name]) => name)).toEqual(
      full.sections[1].solutions.map(({ name }) => name),
    );
    await page.context().close();
  });

  it('draws scores over runs and over rounds, each with its numbers as a table', async () => {
    const { page } = await openReport(browser, full);
    for (const name of ['Best score over time', 'Top score of the competition over time and rounds']) {
      const figure = page.getByRole('figure').filter({ has: page.getByRole('img', { name }) });
      await figure.getByText('As a table').click();
      expect(await figure.getByRole('table').getByRole('row').count()).toBeGreaterThan(2);
    }
    expect(await page.getByRole('table', { name: 'Submissions' }).textContent()).toContain('rejected');
    await page.context().close();
  });

  it('tells what has no place in its charts', async () => {
    const { page } = await openReport(browser, full);
    await page.getByText('Left out, since some matrix did not come back: failing, too-large.').waitFor();
    await page.context().close();
  });

  it('says so when no run measured anything', async () => {
    const { solutions } = fullResult();
    const rejected = solutions.filter(({ status }) => status.state === 'rejected');
    const runs = ['2026-05-01', '2026-05-02'].map((day) =>
      realResult({ solutions: rejected, startedAt: `${day}T00:00:00.000Z` }),
    );
    const { page } = await openReport(browser, reportData(runs));
    await page.getByText('No run here has a score yet.').waitFor();
    await page.getByText('No solution brought every matrix back.').waitFor();
    await page.context().close();
  });

  it('hands out what it shows as CSV and JSON', async () => {
    const { page, requests } = await openReport(browser, full, { acceptDownloads: true });
    expect(await download(page, 'Download CSV')).toEqual(['matrix-arena-report.csv', csvText(full)]);
    const [name, json] = await download(page, 'Download JSON');
    expect([name, JSON.parse(json)]).toEqual(['matrix-arena-report.json', full]);
    expect(requests.filter((url) => !/^(file|blob):/.test(url))).toEqual([]);
    await page.context().close();
  });

  it('says so when there is nothing yet', async () => {
    const { page, complaints } = await openReport(browser, reportData([]));
    await page.getByText('There are no results yet.').waitFor();
    expect([...complaints]).toEqual([]);
    await page.context().close();
  });
});

async function download(page: Page, name: string): Promise<[name: string, text: string]> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name }).click(),
  ]);
  return [file.suggestedFilename(), await readFile(await file.path(), 'utf8')];
}
