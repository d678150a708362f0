import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvText, reportData } from '../src/index.ts';
import { executable, inChromium, launch, openReport } from './browser.ts';
import { competition, fullResult, hostileResult, realResult } from './results.ts';

const real = reportData([realResult()]);
const full = reportData(
  [
    fullResult(),
    realResult({ startedAt: '2026-12-01T10:00:00.000Z', solutions: realResult().solutions.slice(2) }),
    realResult({ rules: 'lossy-v2', startedAt: '2026-12-02T10:00:00.000Z' }),
  ],
  { competition },
);
const [section] = full.sections;

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
    await page.getByText('There is one run here, so no score over time.').waitFor();
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

  it('sorts by a column, and back, and says so', async () => {
    const { page } = await openReport(browser, real);
    const heading = page.getByRole('columnheader', { name: 'Compress MB/s', exact: true });
    const names = async (): Promise<string[]> => (await ranking(page)).map(([, name]) => name);
    const byThroughput = real.sections[0].solutions
      .toSorted((a, b) => (b.compressThroughput ?? 0) - (a.compressThroughput ?? 0))
      .map(({ name }) => name);
    expect(await heading.getAttribute('aria-sort')).toBeNull();
    await heading.getByRole('button').click();
    expect(await names()).toEqual(byThroughput);
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
    await heading.getByRole('button').press('Enter');
    expect(await names()).toEqual(byThroughput.toReversed());
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    expect(await page.locator('[aria-sort]').count()).toBe(1);
    await page.context().close();
  });

  it('tells failures and findings when asked', async () => {
    const { page } = await openReport(browser, full);
    const message = page.getByText('no answer within 10000 ms');
    const button = page.getByRole('button', { name: 'failing: 3 failed' });
    expect(await message.isVisible()).toBe(false);
    await button.click();
    expect(await message.isVisible()).toBe(true);
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    await page.getByRole('button', { name: 'too-large: rejected' }).click();
    expect(await page.getByText('expected at most 20000 bytes, got 31337').isVisible()).toBe(true);
    await page.context().close();
  });

  it('opens a cell of the heat map with the keyboard, and goes back to it', async () => {
    const { page, complaints } = await openReport(browser, full);
    const solution = section.solutions.find(({ trials }) => trials[0]?.outcome === 'ok' && trials[0].parts);
    const cell = page.getByRole('button', { name: `of ${solution?.name} on ${section.matrices[0].id}` });
    await cell.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: `${solution?.name} on ${section.matrices[0].id}` });
    await dialog.waitFor();
    await dialog.getByRole('img', { name: 'All samples of compress', exact: true }).waitFor();
    const text = await dialog.textContent();
    expect(text).toContain(section.matrices[0].sha256);
    expect(text).toMatch(/4 samples in \d stages?/);
    await dialog.getByText('As a table').first().click();
    const bits = dialog.getByRole('table', { name: 'Bits per value' });
    expect(await bits.getByRole('row').allTextContents()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^reached\s*exponent codes\s*exponent\d/),
        expect.stringMatching(/^given exponent\s*bound\s*mantissa\s*6\.830$/),
      ]),
    );
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe(
      await cell.getAttribute('aria-label'),
    );
    await page
      .getByRole('button', { name: `mismatch, Score of failing on ${section.matrices[0].id}` })
      .click();
    expect(await page.getByRole('dialog').textContent()).toMatch(/Expected\s*0x3f80\s*Got\s*0x3f81/);
    expect([...complaints]).toEqual([]);
    await page.context().close();
  });

  it('shows another figure in the heat map', async () => {
    const { page } = await openReport(browser, real);
    await page.getByRole('radio', { name: 'Ratio' }).check();
    const [{ solutions, matrices, groups }] = real.sections;
    const trial = solutions[0].trials[0];
    const ratio = trial?.outcome === 'ok' ? trial.ratio?.toFixed(3) : '';
    const name = `${ratio}, Ratio of ${solutions[0].name} on ${matrices[0].id}`;
    expect(await page.getByRole('button', { name }).textContent()).toBe(ratio);
    const row = page.getByRole('row', { name: new RegExp(`^▾?\\s*${groups[0].group}`) });
    expect(await row.getByRole('cell').allTextContents()).toEqual(
      groups[0].solutions.map((figures) => figures.ratio?.toFixed(3)),
    );
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

  it('hands out what it shows as CSV and JSON', async () => {
    const { page, requests } = await openReport(browser, full, { acceptDownloads: true });
    expect(await download(page, 'Download CSV')).toEqual(['matrix-arena-report.csv', csvText(full)]);
    const [name, json] = await download(page, 'Download JSON');
    expect([name, JSON.parse(json)]).toEqual(['matrix-arena-report.json', full]);
    expect(requests.filter((url) => !/^(file|blob):/.test(url))).toEqual([]);
    await page.context().close();
  });

  it('is dark where the system is, unless the reader wants it light, and remembers that', async () => {
    const { page } = await openReport(browser, real, { colorScheme: 'dark' });
    expect(await luminance(page)).toBeLessThan(0.2);
    await page.getByRole('radio', { name: 'Light' }).check({ force: true });
    expect(await luminance(page)).toBeGreaterThan(0.9);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await luminance(page)).toBeGreaterThan(0.9);
    expect(await page.getByRole('radio', { name: 'Light' }).isChecked()).toBe(true);
    await page.context().close();
  });

  it('prints light, without controls, with every failure', async () => {
    const { page } = await openReport(browser, full, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await luminanceOf(page, 'h1')).toBeLessThan(0.2);
    for (const control of [page.getByText('Download CSV'), page.getByText('As a table').first()])
      expect(await control.isVisible()).toBe(false);
    expect(await page.getByRole('group', { name: 'Colours' }).isVisible()).toBe(false);
    expect(await page.getByText('no answer within 10000 ms').isVisible()).toBe(true);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX")).toBe(
      'visible',
    );
    await page.context().close();
  });

  it.each([400, 1280])(
    'never scrolls sideways as a whole at %i px; wide tables do by themselves',
    async (width) => {
      const { page } = await openReport(browser, full, { viewport: { width, height: 800 } });
      for (const table of await page.getByText('As a table').all()) await table.click();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page
        .getByRole('button', { name: /^0\.\d+, Score of/ })
        .first()
        .click();
      const dialog = await page.getByRole('dialog').boundingBox();
      expect(dialog?.x).toBeGreaterThanOrEqual(0);
      expect((dialog?.x ?? 0) + (dialog?.width ?? 0)).toBeLessThanOrEqual(width);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page.context().close();
    },
  );

  it('has landmarks, one heading of the first level, names on all regions and images', async () => {
    const { page } = await openReport(browser, full);
    expect(await page.getByRole('main').count()).toBe(1);
    expect(await page.getByRole('banner').count()).toBe(1);
    expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual(['Matrix Arena report']);
    const unnamed = await page.evaluate<string[]>(`
      [...document.querySelectorAll('table, [role=img], section, button, input, fieldset')]
        .filter((one) => !(one.ariaLabel || one.ariaLabelledByElements?.length || one.textContent.trim() ||
          one.labels?.length))
        .map((one) => one.outerHTML.slice(0, 200))`);
    expect(unnamed).toEqual([]);
    expect(await page.locator('table:not(:has(caption))').count()).toBe(0);
    await page.context().close();
  });

  it('says so when there is nothing yet', async () => {
    const { page, complaints } = await openReport(browser, reportData([]));
    await page.getByText('There are no results yet.').waitFor();
    expect([...complaints]).toEqual([]);
    await page.context().close();
  });
});

/** Rank, name, score and ratio of each row. */
async function ranking(page: Page): Promise<string[][]> {
  const rows = await page.locator('table.ranking > tbody > tr:not(.problems)').all();
  return Promise.all(
    rows.map(async (row) => {
      const cells = row.locator('> *');
      const shown = [cells.nth(0), row.locator('.name'), cells.nth(2), cells.nth(4)];
      return Promise.all(shown.map(async (cell) => (await cell.textContent()) ?? ''));
    }),
  );
}

async function download(page: Page, name: string): Promise<[name: string, text: string]> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name }).click(),
  ]);
  return [file.suggestedFilename(), await readFile(await file.path(), 'utf8')];
}

/** How light the page is, from 0 to 1. */
function luminance(page: Page): Promise<number> {
  return luminanceOf(page, 'body', 'backgroundColor');
}

async function luminanceOf(page: Page, selector: string, property = 'color'): Promise<number> {
  const colour = await page.evaluate<string>(
    `getComputedStyle(document.querySelector('${selector}')).${property}`,
  );
  const parts = [...colour.matchAll(/\d+/g)].slice(0, 3).map(([part]) => Number(part) / 255);
  return parts.reduce((sum, part) => sum + part, 0) / 3;
}
