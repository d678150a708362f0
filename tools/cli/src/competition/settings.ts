import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { authorSchema } from '@matrix-arena/ledger';
import { writeWhole } from '@matrix-arena/node-kit';

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

/** @throws ArenaError `unavailable` where it cannot be written */
export async function writeSettings(settings: Settings, path = settingsPath()): Promise<void> {
  // No command takes another place for it, so that the hint cannot be to name one.
  await writeWhole(path, `${JSON.stringify(settings, null, 1)}\n`, { advice: 'make its folder writable' });
}

/**
 * Refuses an id that the ledger would refuse, before anything is made with it.
 *
 * @throws ArenaError `usage`
 */
export function assertAuthor(author: string): void {
  const parsed = authorSchema.safeParse(author);
  if (parsed.success) return;
  throw new ArenaError('usage', {
    what: 'author',
    expected: parsed.error.issues[0].message,
    got: JSON.stringify(author),
    hint: 'choose another id',
  });
}
