import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { sorted } from './template.ts';

/** The package whose dependencies are what `pnpm bench` ranks. */
const rankingFile = 'tools/leaderboard/package.json';

interface PackageJson {
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** A file of the workspace with a new text. */
export interface Change {
  readonly path: string;
  readonly text: string;
}

/**
 * The ranking's package.json with one solution more; null for a workspace that ranks nothing.
 *
 * @throws ArenaError `bad-format` when the file is no JSON
 */
export async function changeRanking(workspace: string, packageName: string): Promise<Change | null> {
  const path = join(workspace, rankingFile);
  if (!existsSync(path)) return null;
  const text = await readFile(path, 'utf8');
  const json = parse(text, path);
  const devDependencies = sorted({ ...json.devDependencies, [packageName]: 'workspace:*' });
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? '';
  const end = text.endsWith('\n') ? '\n' : '';
  return { path, text: JSON.stringify({ ...json, devDependencies }, null, indent) + end };
}

function parse(text: string, path: string): PackageJson {
  try {
    return JSON.parse(text) as PackageJson;
  } catch (cause) {
    throw new ArenaError('bad-format', { what: path, hint: 'it is not JSON; mend it first', cause });
  }
}
