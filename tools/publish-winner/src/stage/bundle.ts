import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { init, parse } from 'es-module-lexer';
import { type BuildFailure, build, type Plugin } from 'esbuild';
import { inputRoots, isOwnFile, realPathOf, strangeInput } from './input-roots.ts';

export interface BundleOptions {
  /** The module that is bundled. */
  readonly entryPath: string;
  /** The folder that its own files lie in. Default: that of the module. */
  readonly ownFolder?: string | undefined;
  /** What the bundle exports, in terms of `entry`, the default export of the module. */
  readonly exports: string;
  /** Libraries that its imports may name. */
  readonly libraries: readonly string[];
  readonly libraryFolders: readonly string[];
}

export interface Bundle {
  readonly code: string;
  /** Absolute paths of all files whose code is in it. */
  readonly inputPaths: readonly string[];
}

const hint = 'it cannot become part of a package; use a library that can be bundled';
/** How libraries find their wasm: beside their own module. */
const wasmUrl = /new URL\(\s*(['"`])([^'"`$]+\.wasm)\1\s*,\s*import\.meta\.url\s*\)(\.href)?/g;

/**
 * Makes one module of a built one, with the libraries that it imports and their wasm, so that it reads no file and asks no
 * network. Libraries are taken in their build for browsers. Nothing gets in but files of its own folder and of libraries: who
 * made it may be a stranger, and what is bundled is published.
 *
 * @throws ArenaError `unsupported` when something stays an import, would be loaded at run time, or lies elsewhere
 */
export async function bundle({
  entryPath,
  ownFolder = dirname(entryPath),
  exports,
  libraries,
  libraryFolders,
}: BundleOptions): Promise<Bundle> {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new ArenaError('unsupported', { what: entryPath, hint: `${reason}; ${hint}`, cause });
  };
  const root = dirname(entryPath);
  const own = await realPathOf(ownFolder);
  const { outputFiles, metafile } = await build({
    stdin: { contents: `import entry from ${JSON.stringify(entryPath)};\n${exports}\n`, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    minify: true,
    conditions: ['browser'],
    mainFields: ['browser', 'module', 'main'],
    nodePaths: [...libraryFolders],
    loader: { '.wasm': 'binary' },
    plugins: [onlyNamed(own, libraries), inlineWasm],
    write: false,
    metafile: true,
    logLevel: 'silent',
  }).catch((cause: BuildFailure) => refuse(cause.errors?.[0]?.text ?? cause.message, cause));
  const [{ text: code }] = outputFiles;
  const [left] = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
  if (left !== undefined) refuse(`it imports ${left.path} at run time`);
  if (await loadsAnything(code)) refuse('it imports at run time what it makes the name of');
  if (code.includes('import.meta')) refuse('it looks for files beside its module at run time');
  const inputPaths = Object.keys(metafile.inputs)
    // What a library leaves out for browsers is empty.
    .filter((path) => path !== '<stdin>' && !path.startsWith('(disabled):'))
    .map((path) => resolve(root, path));
  const roots = [own, ...(await inputRoots(libraries, root, libraryFolders))];
  const strange = await strangeInput(inputPaths, roots);
  if (strange !== undefined) refuse(`it takes in ${strange}, which is no file of its own or of a library`);
  return { code, inputPaths };
}

/** Whether code without imports has one all the same: those of a name that is made at run time are left out of every list. */
async function loadsAnything(code: string): Promise<boolean> {
  await init;
  const [imports] = parse(code);
  return imports.some(({ type }) => type !== 'import-meta');
}

/**
 * Lets the module's own files import each other and the named libraries. What libraries import is up to them. `require` is no
 * word of modules: those who look through a module's imports do not see it.
 */
function onlyNamed(own: string, libraries: readonly string[]): Plugin {
  return {
    name: 'only-named',
    setup(context) {
      context.onResolve({ filter: /./ }, ({ path, importer, kind }) => {
        if (importer !== '<stdin>' && !isOwnFile(own, importer)) return undefined;
        if (kind.startsWith('require'))
          return { errors: [{ text: `it requires ${path}; only imports are allowed` }] };
        const isNamed = libraries.some((name) => path === name || path.startsWith(`${name}/`));
        if (isNamed || /^[./]/.test(path) || isAbsolute(path)) return undefined;
        return { errors: [{ text: `it imports ${path}, which the manifest's dependencies do not name` }] };
      });
    },
  };
}

/** Puts the bytes of a wasm file where a module would make its address. */
const inlineWasm: Plugin = {
  name: 'inline-wasm',
  setup(context) {
    context.onLoad({ filter: /\.m?js$/ }, async ({ path }) => {
      const imports: string[] = [];
      const contents = (await readFile(path, 'utf8')).replaceAll(wasmUrl, (_, __, wasmPath: string) => {
        const name = `inlinedWasm${imports.length}`;
        imports.push(`import ${name} from ${JSON.stringify(resolve(dirname(path), wasmPath))};\n`);
        return name;
      });
      return { contents: imports.join('') + contents, loader: 'js' };
    });
  },
};
