import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface Opened {
  readonly page: Page;
  /** Address of the page. */
  readonly url: string;
  /** Addresses of the page and of everything that it asked for, those in its own memory included. Grows. */
  readonly requests: readonly string[];
  /** Messages on the console and errors that nothing caught. Grows. */
  readonly complaints: readonly string[];
}

/** Opens a page in a context of its own, and waits for its first heading. */
export async function openUrl(
  browser: Browser,
  url: string,
  options: BrowserContextOptions & {
    /** How long the page may let anything wait; without it, what Playwright has as its default. */
    readonly timeoutMs?: number;
  } = {},
): Promise<Opened> {
  const { timeoutMs, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...contextOptions });
  if (timeoutMs !== undefined) context.setDefaultTimeout(timeoutMs);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, url, requests, complaints };
}
