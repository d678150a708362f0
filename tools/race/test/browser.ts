import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Browser,
  type BrowserContextOptions,
  type Opened,
  openUrl,
  type Page,
} from '@matrix-arena/page/browser';
import { withEmbedded } from '../src/build/page.ts';
import type { Embedded } from '../src/embedded.ts';

/** Races take their time. */
const timeoutMs = 60_000;

const builtPath = join(import.meta.dirname, '../dist/race.html');

export async function builtPage(): Promise<string> {
  return readFile(builtPath, 'utf8').catch(() => {
    throw new Error('expected the page; run pnpm build first');
  });
}

/** What the built page carries. */
export async function builtData(): Promise<Embedded> {
  const html = await builtPage();
  return JSON.parse(/id="embedded">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '');
}

/** The built page, from disk and without a network; with other data where they are given. */
export async function openRace(
  browser: Browser,
  { data, ...options }: BrowserContextOptions & { data?: Embedded } = {},
): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'arena-race-'));
  const path = join(folder, 'race.html');
  const html = await builtPage();
  await writeFile(path, data === undefined ? html : withEmbedded(html, data));
  return openUrl(browser, pathToFileURL(path).href, { timeoutMs, offline: true, ...options });
}

/** The built page from a static server. */
export async function serveRace(browser: Browser): Promise<Opened & { close(): void }> {
  const html = await builtPage();
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const opened = await openUrl(browser, `http://127.0.0.1:${port}/`, { timeoutMs });
  return { ...opened, close: () => server.close() };
}

/** Those requests that left the browser's memory. */
export function leaving(requests: readonly string[]): string[] {
  return requests.filter((url) => !/^(blob|data):/.test(url));
}

/** A file for the page's input. */
export function upload(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const file = { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) };
  return page.locator('input[type=file]').setInputFiles(file);
}

/** The race as its JSON download has it. */
export async function raceResult(page: Page): Promise<RaceResult> {
  await page.getByText(/^Finished|^Stopped/).waitFor();
  return JSON.parse(await download(page, 'Download JSON'));
}

export async function download(page: Page, button: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return readFile(await file.path(), 'utf8');
}

export interface RaceResult {
  readonly status: string;
  readonly tickMs: number;
  readonly matrices: readonly { readonly id: string; readonly rows: number; readonly cols: number }[];
  readonly lanes: readonly {
    readonly name: string;
    readonly trials: readonly {
      readonly compressedBytes: number | null;
      readonly compressMs: readonly number[];
      readonly failure: { readonly kind: string; readonly message: string } | null;
    }[];
  }[];
  readonly standings: readonly {
    readonly name: string;
    readonly rank: number | null;
    readonly score: number;
    readonly ratio: number;
  }[];
}
