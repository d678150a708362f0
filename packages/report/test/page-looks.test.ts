import { type Browser, executable, inChromium, launch, type Page, unnamed } from '@matrix-arena/page/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReport } from './browser.ts';
import { full, real } from './page-data.ts';

describe.skipIf(executable === null)(inChromium('looks of the page'), () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

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
    expect(await unnamed(page)).toEqual([]);
    await page.context().close();
  });
});

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
