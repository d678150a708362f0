import { readFileSync } from 'node:fs';
import { ArenaError } from '@matrix-arena/contract';
import type { Embedded, ReportData } from './data/types.ts';

export interface RenderOptions {
  /** Path on the page's own server that answers with newer `ReportData` as JSON; the page then asks it again and again. */
  readonly liveUrl?: string | undefined;
  /** How long such an answer may take before the page says that the connection is lost; 10 s without it. */
  readonly answerLimitMs?: number | undefined;
}

/** In the head of every report, so that one can be told from other pages. */
const marker = '<meta name="generator" content="matrix-arena report"';
/** Where the template has room for the data. */
const placeholder = '"report-data-goes-here"';
const noNetwork = "connect-src 'none'";
const ownServer = "connect-src 'self'";

/**
 * One HTML page that holds everything it shows: it opens from disk, and its policy keeps it from any network.
 *
 * @throws ArenaError `usage` for a `liveUrl` that is not on the page's own server
 */
export function renderReport(data: ReportData, { liveUrl, answerLimitMs }: RenderOptions = {}): string {
  if (liveUrl !== undefined && !/^\/(?![/\\])/.test(liveUrl)) {
    throw new ArenaError('usage', {
      what: 'address of live data',
      expected: 'a path that starts with one slash',
      got: liveUrl,
      hint: 'pass a path on the server that the page is from',
    });
  }
  const embedded: Embedded = { data, liveUrl: liveUrl ?? null, answerLimitMs };
  const template = readTemplate();
  const page = liveUrl === undefined ? template : template.replace(noNetwork, ownServer);
  const [before, after] = page.split(placeholder);
  return `${before}${scriptSafeJson(embedded)}${after}`;
}

/** Whether a file starts as a report does. */
export function isReport(html: string): boolean {
  return html.includes(marker);
}

/**
 * JSON that stands inside a script element without ending it, opening a comment or breaking a line, whatever its
 * strings hold. Lone surrogates and control characters are escaped by `JSON.stringify` itself.
 */
export function scriptSafeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The page that vite built. The path holds for the sources and for what is built of them. */
function readTemplate(): string {
  return readFileSync(new URL('../dist/template.html', import.meta.url), 'utf8');
}
