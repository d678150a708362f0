import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CodeReview } from '@matrix-arena/harness';
import { counted } from '../format.ts';
import { isBundled, isOfArena } from './dependencies.ts';
import { type AreaReport, areaReport, type Finding } from './report.ts';
import { sourceFiles } from './sources.ts';
import { findTypeScript } from './typescript.ts';

/** Folders whose files become the codec; scripts may import what they like. */
const codecFolders = ['src', 'assembly'];
const isSource = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);

/**
 * What sources and built modules import.
 *
 * @param libraries the dependencies that the manifest names
 * @param review of the built modules; null when nothing is built
 */
export async function checkImports(
  folder: string,
  libraries: readonly string[],
  review: CodeReview | null,
): Promise<AreaReport> {
  const below = await Promise.all(codecFolders.map((one) => sourceFiles(folder, one)));
  const sources = below.flat().filter(isSource);
  // The arena's own compiler does for packages that have none, such as those of plain JavaScript.
  const typescript = findTypeScript(folder) ?? findTypeScript(fileURLToPath(new URL('.', import.meta.url)));
  const built = (review?.faults ?? []).flatMap(({ kind, message }): Finding[] =>
    kind === 'import' ? [{ message, hint: builtHint }] : [],
  );
  const builtCount = review?.files.length ?? 0;
  const seen = `${counted(sources.length, 'source', 'sources')}, ${builtCount} built`;
  if (typescript === null && sources.length > 0) {
    const message = `${counted(sources.length, 'source was', 'sources were')} not looked at: there is no TypeScript`;
    const hint = 'install typescript as a development dependency of the package';
    const severity = built.length > 0 ? 'failed' : 'warning';
    return areaReport('imports', { summary: seen, findings: [...built, { message, hint }], severity });
  }
  const { preProcessFile } = typescript?.load() ?? {};
  const findings: Finding[] = [];
  for (const path of sources) {
    const text = await readFile(join(folder, path), 'utf8');
    for (const { fileName, pos } of preProcessFile?.(text, true, true).importedFiles ?? []) {
      const fault = sourceFault(folder, path, fileName, libraries);
      if (fault === null) continue;
      const line = text.slice(0, pos).split('\n').length;
      findings.push({ message: `${path}:${line}: imports ${fileName}, ${fault.what}`, hint: fault.hint });
    }
  }
  return areaReport('imports', { summary: seen, findings: [...findings, ...built] });
}

const builtHint =
  'let the build bundle it, as tsup does with noExternal; only libraries of the manifest stay imports';

interface Fault {
  readonly what: string;
  readonly hint: string;
}

function sourceFault(
  folder: string,
  path: string,
  specifier: string,
  libraries: readonly string[],
): Fault | null {
  if (/^\.{1,2}(\/|$)/.test(specifier)) {
    const target = relative(folder, resolve(folder, path, '..', specifier));
    return /^\.\.([\\/]|$)/.test(target)
      ? { what: 'which is outside the package', hint: 'copy what you need into the package' }
      : null;
  }
  if (specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0])) {
    return { what: 'a Node built-in', hint: 'do without it: codecs run in browsers too' };
  }
  const isLibrary = libraries.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  // What AssemblyScript brings along has this prefix.
  if (isLibrary || isBundled(specifier) || specifier.startsWith('~lib/')) return null;
  return isOfArena(specifier)
    ? { what: 'which is no part of a codec', hint: 'import only contract and bf16 of the arena' }
    : {
        what: "which the manifest's dependencies do not name",
        hint: 'do without it, or add it to manifest.json if it is on the allow-list',
      };
}
