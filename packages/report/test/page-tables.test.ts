import { type Browser, executable, inChromium, launch } from '@matrix-arena/page/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReport, ranking } from './browser.ts';
import { full, real } from './page-data.ts';

const [section] = full.sections;

describe.skipIf(executable === null)(inChromium('tables of the page'), () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

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
});
