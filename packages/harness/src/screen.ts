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

/** Which rule a solution's built files break. */
export type CodeFaultKind = 'not-built' | 'dependencies' | 'code-size' | 'import';

export interface CodeFault {
  readonly kind: CodeFaultKind;
  readonly message: string;
}

/** All that can be said of a solution's code without running it: what an author wants to know. */
export interface CodeReview {
  readonly codeBytes: number;
  /** Files that count as code, relative to the entry's folder, largest first. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly faults: readonly CodeFault[];
}

type CodeRules = Pick<RunOptions, 'codeLimitBytes' | 'allowedLibraries'>;

interface CodeFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Files that never run: types and source maps. Everything else beside the entry is taken for code or tables. */
const isCode = (name: string): boolean => !/\.(d\.[mc]?ts|map)$/.test(name);

/** Files that are looked into; a sandbox loads no others. */
const isModuleName = (name: string): boolean => ['.js', '.mjs'].includes(extname(name));

/** Reads a solution's built files and checks their size and imports against the rules of the run. */
export async function screenSolution(solution: SolutionPackage, rules: CodeRules): Promise<Screening> {
  await init;
  const files = await codeFiles(solution);
  const hash = createHash('sha256');
  for (const { name, bytes } of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  // The first fault is enough: code that is far too large is not even parsed.
  const [fault] = codeFaults(solution, files, rules);
  return {
    bundleSha256: hash.digest('hex'),
    codeBytes: totalBytes(files),
    rejection: fault?.message ?? null,
  };
}

/** Reads a solution's built files and finds everything that `screenSolution` would reject one by one. */
export async function reviewCode(solution: SolutionPackage, rules: CodeRules): Promise<CodeReview> {
  await init;
  const files = await codeFiles(solution);
  const sizes = files.map(({ name, bytes }) => ({ name, bytes: bytes.length }));
  return {
    codeBytes: totalBytes(files),
    files: sizes.sort((a, b) => b.bytes - a.bytes),
    faults: [...codeFaults(solution, files, rules)],
  };
}

function totalBytes(files: readonly CodeFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

async function codeFiles({ entryPath }: SolutionPackage): Promise<CodeFile[]> {
  const folder = dirname(entryPath);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile() && isCode(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
}

function* codeFaults(
  { manifest, entryPath }: SolutionPackage,
  files: readonly CodeFile[],
  { codeLimitBytes, allowedLibraries }: CodeRules,
): Generator<CodeFault> {
  const folder = dirname(entryPath);
  const counted = new Set(files.map(({ name }) => resolve(folder, name)));
  if (!counted.has(entryPath)) {
    yield { kind: 'not-built', message: `${manifest.entry} is not there; run pnpm build first` };
  }
  const foreign = manifest.dependencies.filter((name) => !allowedLibraries.includes(name));
  if (foreign.length > 0) {
    const message = `dependencies: expected only ${allowedLibraries.join(', ')}, got ${foreign.join(', ')}`;
    yield { kind: 'dependencies', message };
  }
  const codeBytes = totalBytes(files);
  if (codeBytes > codeLimitBytes) {
    const message = `code size: expected at most ${codeLimitBytes} bytes, got ${codeBytes}`;
    yield { kind: 'code-size', message };
  }
  for (const { name, bytes } of files) {
    if (!isModuleName(name)) continue;
    const path = join(folder, name);
    for (const reason of forbiddenImports(bytes.toString('utf8'), path, counted, manifest.dependencies)) {
      yield { kind: 'import', message: `${name}: ${reason}` };
    }
  }
}

/**
 * Imports may name the manifest's libraries and the modules that are counted as code, nothing else: a link, or a file
 * that is taken for a source map, would be code for free. What is no module, in name or in fact, could `require` anything.
 */
function* forbiddenImports(
  source: string,
  path: string,
  counted: ReadonlySet<string>,
  libraries: readonly string[],
): Generator<string> {
  let imports: readonly Import[];
  let isModule: boolean;
  try {
    [imports, , , isModule] = parse(source);
  } catch (error) {
    yield `not a module: ${error instanceof Error ? error.message : String(error)}`;
    return;
  }
  if (!isModule) yield 'not a module: it has neither imports nor exports';
  for (const found of imports) {
    if (found.type === 'import-meta') continue;
    const { specifier } = found;
    if (specifier === undefined || (found.type === 'dynamic' && found.glob)) {
      yield 'imports a computed path; use a literal one';
    } else if (/^\.{1,2}\//.test(specifier)) {
      if (!counted.has(resolve(dirname(path), specifier)))
        yield `imports ${specifier}, which is no code of its own`;
      else if (!isModuleName(specifier)) yield `imports ${specifier}; expected a .js or .mjs file`;
    } else if (!libraries.some((library) => specifier === library || specifier.startsWith(`${library}/`))) {
      yield `imports ${specifier}, which the manifest's dependencies do not name`;
    }
  }
}
