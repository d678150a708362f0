import { open, stat } from 'node:fs/promises';
import { ArenaError } from '@matrix-arena/contract';
import { writeWhole } from '@matrix-arena/node-kit';
import { isReport } from './render.ts';

/**
 * Writes a report so that the file is either whole or as it was.
 *
 * @param force whether to write over a file that is no report
 * @throws ArenaError `conflict` for what is no report, such as a pipe, `not-found` where nothing can be written
 */
export async function writeReportFile(path: string, html: string, force: boolean): Promise<void> {
  if (!force) await assertReplaceable(path);
  await writeWhole(path, html, { kind: 'not-found' });
}

/** Enough of a file to hold the head of a report. */
const headBytes = 4096;

/** Nothing, or an earlier report. */
async function assertReplaceable(path: string): Promise<void> {
  const head = await headOf(path).catch((cause: NodeJS.ErrnoException) => {
    // A folder above that is a file is found out when the report is written.
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return null;
    throw notWritable(path, cause);
  });
  if (head === null || isReport(head)) return;
  throw new ArenaError('conflict', {
    what: path,
    expected: 'no file, or an earlier report',
    got: 'another file',
    hint: 'choose another --out, or pass --force to write over it',
  });
}

async function headOf(path: string): Promise<string> {
  const entry = await stat(path);
  // Whoever opens a pipe waits for the other end.
  if (!entry.isFile() && !entry.isDirectory()) return '';
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function notWritable(path: string, cause: unknown): ArenaError {
  const { message } = cause as Error;
  const hint = `cannot be written (${message}); choose another place`;
  return new ArenaError('not-found', { what: path, hint, cause });
}
