import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './documents.ts';

/** Names that examples use without saying where they have them from. */
const context = 'declare const bytes: Uint8Array;\ndeclare const signal: AbortSignal;\n';

/**
 * Type-checks files that exist only in memory, as if they lay in the root's folder `checks`: one program for all. The
 * packages of the workspace are found by what their package.json exports, so they have to be built.
 *
 * @param files text by path, relative to `checks`
 * @param roots those that are looked at even if no other one imports them
 * @returns one line for each error: path, line and what is wrong
 */
export function typeErrors(files: ReadonlyMap<string, string>, roots: readonly string[]): string[] {
  const virtual = new Map([...files].map(([path, text]) => [join(root, 'checks', path), text]));
  const contextPath = join(root, 'checks/context.d.ts');
  virtual.set(contextPath, context);
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, directoryExists } = host;
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.readFile = (path) => virtual.get(path) ?? readFile(path);
  host.directoryExists = (path) =>
    [...virtual.keys()].some((file) => file.startsWith(`${path}/`)) || (directoryExists?.(path) ?? true);
  const paths = roots.map((path) => join(root, 'checks', path));
  const program = ts.createProgram([contextPath, ...paths], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, start = 0, messageText }) => {
      const text = ts.flattenDiagnosticMessageText(messageText, ' ');
      if (file === undefined) return text;
      const { line } = file.getLineAndCharacterOfPosition(start);
      return `${file.fileName.slice(root.length + '/checks/'.length)}:${line + 1}: ${text}`;
    })
    .sort();
}

/** Those of the workspace, but for what an excerpt need not keep: that it uses all it has. */
function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), (path) =>
    readFileSync(path, 'utf8'),
  );
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  return { ...options, noUnusedLocals: false, noUnusedParameters: false, paths: workspacePaths() };
}

interface PackageJson {
  readonly name: string;
  readonly exports?: Record<string, string | { readonly types?: string }>;
  readonly dependencies?: Record<string, string>;
}

/** Where each entry of a package has its types; for libraries of solutions, where one of them has it installed. */
function workspacePaths(): Record<string, string[]> {
  const paths: Record<string, string[]> = {};
  for (const folder of packageFolders()) {
    const {
      name,
      exports = {},
      dependencies = {},
    }: PackageJson = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    for (const [entry, target] of Object.entries(exports)) {
      if (typeof target === 'string' || target.types === undefined) continue;
      paths[`${name}${entry.slice(1)}`] = [join(folder, target.types)];
    }
    for (const library of Object.keys(dependencies)) {
      if (folder.includes('/solutions/') && !library.startsWith('@matrix-arena/'))
        paths[library] = [join(folder, 'node_modules', library)];
    }
  }
  return paths;
}

export function packageFolders(): string[] {
  return ['packages', 'solutions', 'tools'].flatMap((top) =>
    readdirSync(join(root, top))
      .map((name) => join(root, top, name))
      .filter((folder) => existsSync(join(folder, 'package.json'))),
  );
}
