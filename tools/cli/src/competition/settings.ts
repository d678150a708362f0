import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';

/** What a user set with `arena init`. An option of a command goes before it. */
export interface Settings {
  /** Id that submissions are made under. */
  readonly author?: string;
  /** Competition that commands are about. */
  readonly competition?: string;
  /** Absolute path of the ledger. */
  readonly ledger?: string;
}

export const settingNames = ['author', 'competition', 'ledger'] as const satisfies (keyof Settings)[];

type Environment = Readonly<Record<string, string | undefined>>;

/** In the folder where the system wants programs to keep their settings, never in the current one. */
export function settingsPath(env: Environment = process.env, platform = process.platform): string {
  return join(settingsFolder(env, platform), 'matrix-arena', 'settings.json');
}

function settingsFolder(env: Environment, platform: NodeJS.Platform): string {
  const home = (platform === 'win32' ? env.USERPROFILE : env.HOME) ?? homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return env.APPDATA ?? join(home, 'AppData', 'Roaming');
  // The specification of this variable wants relative paths to be ignored.
  const { XDG_CONFIG_HOME: folder } = env;
  return folder !== undefined && isAbsolute(folder) ? folder : join(home, '.config');
}

/** @throws ArenaError `bad-format` for a file that holds something else */
export async function readSettings(path = settingsPath()): Promise<Settings> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return {};
  const known: readonly string[] = settingNames;
  const json = parse(text);
  const isSound =
    typeof json === 'object' &&
    json !== null &&
    Object.entries(json).every(([name, value]) => known.includes(name) && typeof value === 'string');
  if (isSound) return json;
  const hint = 'correct it, or take it away and run arena init again';
  throw new ArenaError('bad-format', {
    what: path,
    expected: `JSON with the texts ${known.join(', ')}`,
    got: 'something else',
    hint,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Writes beside the file and renames, so that it is never there in part. */
export async function writeSettings(settings: Settings, path = settingsPath()): Promise<void> {
  const partPath = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(partPath, `${JSON.stringify(settings, null, 1)}\n`);
    await rename(partPath, path);
  } catch (cause) {
    await rm(partPath, { force: true }).catch(() => {});
    const { message } = cause as Error;
    throw new ArenaError('unavailable', { what: path, hint: `cannot be written (${message})`, cause });
  }
}

/** The same form as the ledger wants, so that a bad id is refused before anything is made with it. */
const authorPattern = /^[A-Za-z0-9_.-]{1,64}$/;

/** @throws ArenaError `usage` */
export function assertAuthor(author: string): void {
  if (authorPattern.test(author)) return;
  throw new ArenaError('usage', {
    what: 'author',
    expected: '1 to 64 letters, digits, points, hyphens and underscores',
    got: JSON.stringify(author),
    hint: 'choose another id',
  });
}
