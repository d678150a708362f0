import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Browser,
  type BrowserContextOptions,
  type Opened,
  openUrl,
  type Page,
} from '@matrix-arena/page/browser';
import { type ReportData, renderReport } from '../src/index.ts';

// So that tests elsewhere of pages that hold a report need this file alone.
export { executable, inChromium, launch, openUrl } from '@matrix-arena/page/browser';

/** A report written to a file and opened from there, without a network. */
export async function openReport(
  browser: Browser,
  data: ReportData,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const folder = await mkdtemp(join(os.tmpdir(), 'arena-report-'));
  const path = join(folder, 'report.html');
  await writeFile(path, renderReport(data));
  return openUrl(browser, pathToFileURL(path).href, { offline: true, ...options });
}

/** Rank, name, score and ratio of each row. */
export async function ranking(page: Page): Promise<string[][]> {
  const rows = await page.locator('table.ranking > tbody > tr:not(.problems)').all();
  return Promise.all(
    rows.map(async (row) => {
      const cells = row.locator('> *');
      const shown = [cells.nth(0), row.locator('.name'), cells.nth(2), cells.nth(4)];
      return Promise.all(shown.map(async (cell) => (await cell.textContent()) ?? ''));
    }),
  );
}
