import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What the architecture page allows a room to import. */
export interface Room {
  readonly imports: readonly string[];
  /** For tests and scripts, on top of `imports`. */
  readonly development: readonly string[];
}

/** A workspace package, the room it is, and everything its files import. */
export interface WorkspacePackage {
  readonly folder: string;
  readonly name: string;
  readonly room: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly files: readonly SourceFile[];
}

export interface SourceFile {
  readonly path: string;
  readonly isTest: boolean;
  readonly text: string;
  readonly imports: readonly string[];
}

const scope = '@matrix-arena/';

/** Reads the `rooms` block of the architecture page: `room: a, b  development: c`. */
export function readRooms(page: string): Map<string, Room> {
  const block = /```rooms\n([\s\S]*?)```/.exec(page);
  if (block === null) throw new Error('docs/architecture.md: expected a block that starts with ```rooms');
  const list = (text = ''): string[] =>
    text
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
  const rooms = new Map<string, Room>();
  for (const line of block[1].trim().split('\n')) {
    const [, room, imports, development] = /^(\w[\w-]*):(.*?)(?:development:(.*))?$/.exec(line) ?? [];
    rooms.set(room, { imports: list(imports), development: list(development) });
  }
  return rooms;
}

/** All packages of the workspace; those below `solutions/` share one room. */
export function readPackages(root: string): WorkspacePackage[] {
  return ['packages', 'solutions', 'tools'].flatMap((top) =>
    readdirSync(join(root, top), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => {
        const folder = join(root, top, name);
        const manifest: Record<string, Record<string, string> | undefined> = JSON.parse(
          readFileSync(join(folder, 'package.json'), 'utf8'),
        );
        return {
          folder,
          name,
          room: top === 'solutions' ? 'solutions' : name,
          dependencies: internal(Object.keys(manifest.dependencies ?? {})),
          devDependencies: internal(Object.keys(manifest.devDependencies ?? {})),
          files: sourceFiles(folder),
        };
      }),
  );
}

/** Names, without the scope, of those imports that are packages of this workspace. */
export function internal(specifiers: readonly string[]): string[] {
  return specifiers
    .filter((one) => one.startsWith(scope))
    .map((one) => one.slice(scope.length).split('/')[0]);
}

function sourceFiles(folder: string): SourceFile[] {
  return sourcePaths(folder, '').map((path) => {
    const text = readFileSync(join(folder, path), 'utf8');
    const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
    return { path, isTest: !/^(src|assembly|bin)\//.test(path), text, imports };
  });
}

/** Paths of all sources below a folder, with `/` between their parts. Does not follow links. */
function sourcePaths(folder: string, path: string): string[] {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const below = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isFile()) return /\.(ts|tsx|mts|js|mjs)$/.test(entry.name) ? [below] : [];
    const isLeftOut = /^(node_modules|dist|fixtures|\..*)$/.test(entry.name) || !entry.isDirectory();
    return isLeftOut ? [] : sourcePaths(folder, below);
  });
}
