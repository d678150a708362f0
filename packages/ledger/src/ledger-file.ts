import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';

/** Stands at byte 68 of the file, so that a ledger is told from other SQLite files: `MxAr`. */
export const applicationId = 0x4d784172;

const sqliteMagic = 'SQLite format 3\0';
const headerBytes = 100;
const applicationIdOffset = 68;

/** The ledger of a user: in the folder where the system wants programs to keep their data. */
export function defaultLedgerPath(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  return join(dataFolder(env, platform), 'matrix-arena', 'ledger.sqlite');
}

function dataFolder(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string {
  const home = (platform === 'win32' ? env.USERPROFILE : env.HOME) ?? homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return env.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
  // The specification of this variable wants relative paths to be ignored.
  const { XDG_DATA_HOME: folder } = env;
  return folder !== undefined && isAbsolute(folder) ? folder : join(home, '.local', 'share');
}

/**
 * Looks at a file before SQLite does, which would leave files of its own beside it.
 *
 * @throws ArenaError `not-found`, when it must be there and is not; `bad-format` for a file that is no ledger
 */
export function assertLedgerFile(path: string, mustExist: boolean): void {
  if (!existsSync(path)) {
    if (mustExist)
      throw new ArenaError('not-found', { what: path, hint: 'there is no ledger; make one first' });
    makeFolder(dirname(path));
    return;
  }
  const header = readHeader(path);
  // A process that is about to make the ledger, or was ended while it did, leaves an empty file.
  if (header.length === 0) return;
  const isSqlite = header.length === headerBytes && header.toString('latin1', 0, 16) === sqliteMagic;
  if (!isSqlite || header.readUInt32BE(applicationIdOffset) !== applicationId) throw notALedger(path);
}

function readHeader(path: string): Buffer {
  try {
    const file = openSync(path, 'r');
    try {
      const header = Buffer.alloc(headerBytes);
      return header.subarray(0, readSync(file, header, 0, headerBytes, 0));
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw notALedger(path, cause);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    const { message } = cause as Error;
    throw new ArenaError('unavailable', {
      what: folder,
      hint: `cannot be made (${message}); choose another place`,
      cause,
    });
  }
}

function notALedger(path: string, cause?: unknown): ArenaError {
  return new ArenaError('bad-format', {
    what: path,
    hint: 'is not a ledger and was left as it is; name another file',
    cause,
  });
}
