import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { sorted } from './template.ts';

/** The package whose dependencies are what `pnpm bench` ranks. */
const rankingFile = 'tools/leaderboard/package.json';

interface PackageJson {
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/**
 * Adds a solution to the ranking's package.json. Everything happens in one go, from reading to the move: solutions that
 * one process makes at the same time keep their entries. Of two processes in this very moment, one may lose its own.
 *
 * @returns path of the file that was changed; null for a workspace that ranks nothing
 * @throws ArenaError `bad-format` when the file is no JSON; the error of the system when it cannot be written. The file
 *   is as it was then
 */
export function addToRanking(workspace: string, packageName: string): string | null {
  const path = join(workspace, rankingFile);
  if (!existsSync(path)) return null;
  const part = `${path}.${randomUUID()}.part`;
  try {
    writeFileSync(part, withSolution(readFileSync(path, 'utf8'), packageName, path));
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  return path;
}

/** The text of the file with one solution more, its dependencies in order. */
function withSolution(text: string, packageName: string, path: string): string {
  const json = parse(text, path);
  const devDependencies = sorted({ ...json.devDependencies, [packageName]: 'workspace:*' });
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? '';
  const end = text.endsWith('\n') ? '\n' : '';
  return JSON.stringify({ ...json, devDependencies }, null, indent) + end;
}

function parse(text: string, path: string): PackageJson {
  try {
    return JSON.parse(text) as PackageJson;
  } catch (cause) {
    throw new ArenaError('bad-format', { what: path, hint: 'it is not JSON; mend it first', cause });
  }
}
