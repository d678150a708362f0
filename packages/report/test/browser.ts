import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type ReportData, renderReport } from '../src/index.ts';

/** The browser of this machine: `$CHROMIUM`, or the first of its usual names on the PATH; null without one. */
export const executable = findExecutable();

/** What a suite is called, so that it shows why it was skipped. */
export function inChromium(what: string): string {
  return executable === null
    ? `${what} (skipped: no chromium on the PATH; install it or set CHROMIUM)`
    : what;
}

function findExecutable(): string | null {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync) ?? null;
}

export function launch(): Promise<Browser> {
  if (executable === null) throw new Error('expected a browser; these tests should have been skipped');
  // Chromium's own sandbox cannot be had as root.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: executable, args: isRoot ? ['--no-sandbox'] : [] });
}

export interface Opened {
  readonly page: Page;
  /** Address of the page, and of everything that it asked for. */
  readonly url: string;
  readonly requests: readonly string[];
  /** Messages on the console and errors that nothing caught. */
  readonly complaints: readonly string[];
}

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

export async function openUrl(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
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
