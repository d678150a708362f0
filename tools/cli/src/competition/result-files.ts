import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ArenaError, isArenaError } from '@matrix-arena/contract';
import type { Ledger, SubmissionDetail, Viewer } from '@matrix-arena/ledger';
import { writeWhole } from '@matrix-arena/node-kit';
import { count } from '../format.ts';
import { tableText } from '../table.ts';
import { colouredJson } from './json-colours.ts';
import { nothing } from './wording.ts';

/** A file of a submission, for someone who looks. */
export interface WantedFile {
  readonly ledger: Ledger;
  readonly submission: SubmissionDetail;
  readonly viewer: Viewer;
  readonly name: string;
}

/** The log is kept line by line, since it grows; it reads like a file all the same. */
const logName = 'log';

export type ListedFile = Pick<SubmissionDetail['files'][number], 'type' | 'name' | 'visibility'> & {
  /** Null for a log that is kept back. */
  readonly bytes: number | null;
  readonly sha256: string | null;
};

export function listedFiles(ledger: Ledger, submission: SubmissionDetail, viewer: Viewer): ListedFile[] {
  const files = submission.files.map(({ size: bytes, type, name, sha256, visibility }) => ({
    ...{ type, name, bytes, sha256, visibility },
  }));
  if (submission.logLines === 0) return files;
  const log = { type: logName, name: logName, visibility: submission.logs };
  if (!submission.logs.visible) return [...files, { ...log, bytes: null, sha256: null }];
  const bytes = Buffer.from(logText({ ledger, submission, viewer }, undefined));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return [...files, { ...log, bytes: bytes.length, sha256 }];
}

export function filesTable(files: readonly ListedFile[]): string {
  const left = 'left' as const;
  const columns = [
    { heading: 'type', align: left },
    { heading: 'name', align: left },
    { heading: 'bytes' },
    { heading: 'sha256', align: left },
    { heading: '', align: left },
  ];
  return tableText(
    columns,
    files.map(({ type, name, bytes, sha256, visibility }) => [
      ...[type, name, count(bytes), sha256 ?? nothing],
      visibility.visible ? '' : 'kept back',
    ]),
  );
}

function readBytes(wanted: WantedFile): Uint8Array {
  const { ledger, submission, viewer, name } = wanted;
  if (name === logName) return Buffer.from(logText(wanted, undefined));
  try {
    return ledger.readFile(submission.id, name, viewer);
  } catch (error) {
    if (!isArenaError(error, 'not-found')) throw error;
    const names = listedFiles(ledger, submission, viewer).map((file) => file.name);
    throw new ArenaError('not-found', {
      what: `file of submission ${submission.id}`,
      expected: `one of ${names.join(', ')}`,
      got: name,
      hint: 'choose one of them',
    });
  }
}

/** More lines than a log ever has. */
const allLines = 1_000_000;

function logText({ ledger, submission, viewer }: Omit<WantedFile, 'name'>, tail: number | undefined): string {
  const { lines } = ledger.readLog(submission.id, {
    viewer,
    ...(tail === undefined ? { limit: allLines } : { tail }),
  });
  return lines.map(({ at, level, text }) => `${at} ${level.padEnd(7)} ${text}\n`).join('');
}

/**
 * A file as text.
 *
 * @throws ArenaError `not-found` with the names there are; `sealed` with the time; `usage` for one that is no text
 */
export function readText(wanted: WantedFile, tail: number | undefined): string {
  if (wanted.name === logName) return logText(wanted, tail);
  const text = textOf(readBytes(wanted));
  if (text !== null) return tail === undefined ? text : lastLines(text, tail);
  throw new ArenaError('usage', { what: wanted.name, hint: 'is no text; save it with --out FILE' });
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function lastLines(text: string, count: number): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return `${lines.slice(-count).join('\n')}\n`;
}

/** As it is shown: JSON in colours on a terminal. */
export function fileLines(name: string, text: string): string {
  const lines = name.endsWith('.json') ? colouredJson(text) : text;
  return lines.endsWith('\n') ? lines : `${lines}\n`;
}

/**
 * Saves a file, in whole or not at all.
 *
 * @throws ArenaError `conflict` for a file that is there, unless it is forced
 */
export async function writeOut(
  wanted: WantedFile,
  { out, force, tail }: { readonly out: string; readonly force: boolean; readonly tail?: number | undefined },
): Promise<{ name: string; path: string; bytes: number }> {
  const path = resolve(out);
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (isThere && !force)
    throw new ArenaError('conflict', {
      what: path,
      hint: 'is there already; choose another --out, or pass --force',
    });
  const bytes = tail === undefined ? readBytes(wanted) : Buffer.from(readText(wanted, tail));
  await writeWhole(path, bytes);
  return { name: wanted.name, path, bytes: bytes.length };
}
