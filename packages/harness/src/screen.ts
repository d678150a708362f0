import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { type Import, init, parse } from 'es-module-lexer';
import type { RunOptions } from './options.ts';
import type { SolutionPackage } from './solution-package.ts';

/** What can be said of a solution's code without running it. */
export interface Screening {
  /** SHA-256 over names and bytes of all files that count as code, in order of name. */
  readonly bundleSha256: string;
  readonly codeBytes: number;
  /** Why the solution must not run; null when it may. */
  readonly rejection: string | null;
}

interface CodeFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Files that never run: types and source maps. Everything else beside the entry is taken for code or tables. */
const isCode = (name: string): boolean => !/\.(d\.[mc]?ts|map)$/.test(name);

/** Reads a solution's built files and checks their size and imports against the rules of the run. */
export async function screenSolution(
  solution: SolutionPackage,
  options: Pick<RunOptions, 'codeLimitBytes' | 'allowedLibraries'>,
): Promise<Screening> {
  const files = await codeFiles(dirname(solution.entryPath));
  const codeBytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const hash = createHash('sha256');
  for (const { name, bytes } of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return {
    bundleSha256: hash.digest('hex'),
    codeBytes,
    rejection: await reasonToReject(solution, files, codeBytes, options),
  };
}

async function codeFiles(folder: string): Promise<CodeFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile() && isCode(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
}

async function reasonToReject(
  { manifest, entryPath }: SolutionPackage,
  files: readonly CodeFile[],
  codeBytes: number,
  { codeLimitBytes, allowedLibraries }: Pick<RunOptions, 'codeLimitBytes' | 'allowedLibraries'>,
): Promise<string | null> {
  const folder = dirname(entryPath);
  const counted = new Set(files.map(({ name }) => resolve(folder, name)));
  if (!counted.has(entryPath)) {
    return `${manifest.entry} is not there; run pnpm build first`;
  }
  const foreign = manifest.dependencies.filter((name) => !allowedLibraries.includes(name));
  if (foreign.length > 0) {
    return `dependencies: expected only ${allowedLibraries.join(', ')}, got ${foreign.join(', ')}`;
  }
  if (codeBytes > codeLimitBytes)
    return `code size: expected at most ${codeLimitBytes} bytes, got ${codeBytes}`;
  await init;
  for (const { name, bytes } of files) {
    if (!['.js', '.mjs'].includes(extname(name))) continue;
    const reason = forbiddenImport(
      bytes.toString('utf8'),
      join(folder, name),
      counted,
      manifest.dependencies,
    );
    if (reason !== null) return `${name}: ${reason}`;
  }
  return null;
}

/**
 * Imports may name the manifest's libraries and the files that are counted as code, nothing else: a link, or a file that
 * is taken for a source map, would be code for free.
 */
function forbiddenImport(
  source: string,
  path: string,
  counted: ReadonlySet<string>,
  libraries: readonly string[],
): string | null {
  let imports: readonly Import[];
  try {
    [imports] = parse(source);
  } catch (error) {
    return `not a module: ${error instanceof Error ? error.message : String(error)}`;
  }
  for (const found of imports) {
    if (found.type === 'import-meta') continue;
    const { specifier } = found;
    if (specifier === undefined || (found.type === 'dynamic' && found.glob)) {
      return 'imports a computed path; use a literal one';
    }
    if (/^\.{1,2}\//.test(specifier)) {
      if (!counted.has(resolve(dirname(path), specifier)))
        return `imports ${specifier}, which is no code of its own`;
    } else if (!libraries.some((library) => specifier === library || specifier.startsWith(`${library}/`))) {
      return `imports ${specifier}, which the manifest's dependencies do not name`;
    }
  }
  return null;
}
