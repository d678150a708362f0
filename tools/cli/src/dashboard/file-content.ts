import type { Ledger, LogLine, Viewer } from '@matrix-arena/ledger';
import { printableText } from '../competition/printable.ts';
import { byteCount } from '../format.ts';

/** The log is no file of the ledger: it is read line by line, since it grows. */
export const logName = 'log';

export interface ContentLine {
  readonly text: string;
  /** Of a line of the log. */
  readonly level: string | null;
}

export interface FileContent {
  readonly format: 'log' | 'json' | 'text' | 'binary';
  readonly lines: readonly ContentLine[];
  /** Where a log is read on; null for what does not grow. */
  readonly next: number | null;
}

/** More than any terminal should hold; the file can still be copied. */
const mostBytes = 64e6;
const logPageLines = 10_000;

/**
 * A file of a submission as lines.
 *
 * @param known what was read of it earlier: a log is read on, and nothing else changes
 * @throws ArenaError `not-found`, `sealed`
 */
export function readContent(
  ledger: Ledger,
  viewer: Viewer,
  { submission, name }: { readonly submission: number; readonly name: string },
  known: FileContent | null,
): FileContent {
  if (name === logName) return readLog(ledger, viewer, submission, known);
  return known ?? contentOf(name, ledger.readFile(submission, name, viewer));
}

function readLog(ledger: Ledger, viewer: Viewer, submission: number, known: FileContent | null): FileContent {
  if (known !== null && known.next === null) return known;
  const lines = [...(known?.lines ?? [])];
  let from: number | null = known?.next ?? 1;
  for (;;) {
    const page = ledger.readLog(submission, { from, limit: logPageLines, viewer });
    lines.push(...page.lines.flatMap(logLines));
    if (page.next === null || page.lines.length === 0) return { format: 'log', lines, next: page.next };
    from = page.next;
  }
}

/** Breaks inside of a line are kept, with what follows them indented. */
function logLines({ at, level, text }: LogLine): ContentLine[] {
  const time = at.slice(11, 19);
  return text.split(/\r?\n/).map((part, index) => ({
    level,
    text: printableText(index === 0 ? `${time} ${level.padEnd(7)} ${part}` : `${' '.repeat(17)}${part}`),
  }));
}

export function contentOf(name: string, bytes: Uint8Array): FileContent {
  const text = bytes.length > mostBytes ? null : textOf(bytes);
  if (text === null) {
    const note = `${byteCount(bytes.length)} that cannot be shown: no text, or too much of it; d copies the file`;
    return { format: 'binary', lines: plain([note]), next: null };
  }
  const json = name.endsWith('.json') ? prettyJson(text) : null;
  const lines = (json ?? text).replace(/\r?\n$/, '').split(/\r?\n/);
  return { format: json === null ? 'text' : 'json', lines: plain(lines.map(printableText)), next: null };
}

function plain(lines: readonly string[]): ContentLine[] {
  return lines.map((text) => ({ text, level: null }));
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function prettyJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}
