import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SolutionResult } from '@matrix-arena/contract/schemas';
import { type Browser, executable, inChromium, launch, openUrl } from '@matrix-arena/page/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReportData, renderReport, reportData } from '../src/index.ts';
import { realResult, smallResult } from './results.ts';

const other = realResult({ rules: 'lossy-v2' });
const before = reportData([smallResult([{ compressedBytes: 500, callMs: 1 }]), other]);
const after = reportData([
  smallResult([
    { compressedBytes: 500, callMs: 1 },
    { compressedBytes: 400, callMs: 1 },
  ]),
  other,
]);
/** The same first section; the second one has another solution. */
const withNewest = reportData([
  smallResult([{ compressedBytes: 500, callMs: 1 }]),
  { ...other, solutions: [...other.solutions, renamed(other.solutions[0], 'newest')] },
]);

function renamed(solution: SolutionResult, name: string): SolutionResult {
  return { ...solution, manifest: { ...solution.manifest, name } };
}

/**
 * Serves a page at `/` and data at `/data.json`, and remembers what was asked for. With null instead of data it takes
 * requests and never answers.
 */
async function serve(
  page: string,
): Promise<{ server: Server; url: string; asked: string[]; answer: (data: ReportData | null) => void }> {
  const asked: string[] = [];
  let json: string | null = JSON.stringify(before);
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    if (url === '/data.json') {
      if (json !== null) response.setHeader('content-type', 'application/json').end(json);
    } else response.setHeader('content-type', 'text/html').end(page);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = (data: ReportData | null): void => {
    json = data === null ? null : JSON.stringify(data);
  };
  return { server, url: `http://127.0.0.1:${port}/`, asked, answer };
}

describe.skipIf(executable === null)(inChromium('a live page'), () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  it('shows new data by itself, and keeps what the reader has chosen', async () => {
    const { server, url, answer } = await serve(renderReport(before, { liveUrl: '/data.json' }));
    const { page, complaints } = await openUrl(browser, url);
    const newcomer = page.locator('table.ranking').getByText('solution-1');
    const newest = page.locator('table.ranking').getByText('newest');
    await page.getByRole('columnheader', { name: 'Ratio' }).getByRole('button').click();
    await page.getByRole('radio', { name: 'Bits/value' }).check();
    await page.getByRole('button', { name: 'Bits/value of solution-0 on m' }).click();
    await page.getByRole('dialog', { name: 'solution-0 on m' }).waitFor();
    expect(await newcomer.count()).toBe(0);
    answer(after);
    await newcomer.waitFor({ state: 'attached' });
    expect(await page.getByRole('dialog', { name: 'solution-0 on m' }).isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('radio', { name: 'Bits/value' }).isChecked()).toBe(true);
    expect(await page.getByRole('columnheader', { name: 'Ratio' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    await page.getByRole('tab').nth(1).click();
    expect(await newest.count()).toBe(0);
    answer(withNewest);
    await newest.waitFor({ state: 'attached' });
    expect(await page.getByRole('tab').nth(1).getAttribute('aria-selected')).toBe('true');
    expect([...complaints]).toEqual([]);
    server.closeAllConnections();
    server.close();
    await page.getByRole('status').getByText('Connection lost').waitFor();
    await page.context().close();
  });

  it('does not call itself live while the server hangs', async () => {
    const html = renderReport(before, { liveUrl: '/data.json', answerLimitMs: 500 });
    const { server, url, asked, answer } = await serve(html);
    const { page } = await openUrl(browser, url);
    await page.getByRole('status').getByText('Live').waitFor();
    answer(null);
    await page.getByRole('status').getByText('Connection lost').waitFor();
    const askedBefore = asked.length;
    await expect.poll(() => asked.length, { timeout: 10_000 }).toBeGreaterThan(askedBefore);
    answer(after);
    await page.getByRole('status').getByText('Live').waitFor();
    await page.locator('table.ranking').getByText('solution-1').waitFor({ state: 'attached' });
    server.closeAllConnections();
    server.close();
    await page.context().close();
  });

  it('cannot ask for anything when it is not live, even if a script tried', async () => {
    const { server, url, asked } = await serve(renderReport(before));
    const { page } = await openUrl(browser, url);
    const outcome = await page.evaluate("fetch('/data.json').then(() => 'answered', () => 'refused')");
    expect(outcome).toBe('refused');
    const ran = await page.evaluate(`
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }));
      window.ran`);
    expect(ran).toBeUndefined();
    expect(asked.filter((path) => path !== '/favicon.ico')).toEqual(['/']);
    server.closeAllConnections();
    server.close();
    await page.context().close();
  });
});
