import { basename, join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { bundle } from '@matrix-arena/publish-winner';
import { build, type TransformFailure, transform } from 'esbuild';

const target = 'es2022';

/** The script that every worker of the page starts with. */
export async function driverScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../worker/driver.ts')],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target,
    minify: true,
    write: false,
  });
  return outputFiles[0].text;
}

/**
 * A built module with everything that it imports, as a script that defines `loadModule`: what runs it, and returns its
 * default export. Pages that are opened from disk have no origin, and browsers load no modules from such a page's memory:
 * only classic scripts.
 *
 * @throws ArenaError `unsupported` when something stays an import, or for what classic scripts lack: top-level await
 */
export async function moduleScript(entryPath: string, libraries: readonly string[]): Promise<string> {
  const { code } = await bundle({
    entryPath,
    exports: 'export default entry;',
    libraries,
    libraryFolders: [],
  });
  const options = { format: 'iife', globalName: 'solutionModule', target, minify: true } as const;
  const script = await transform(code, options).catch((cause: TransformFailure) => {
    const [{ text }] = cause.errors;
    const hint = `${text}; make what has to be awaited in create()`;
    throw new ArenaError('unsupported', { what: basename(entryPath), hint, cause });
  });
  return `globalThis.loadModule=()=>{${script.code}\nreturn solutionModule.default};\n`;
}
