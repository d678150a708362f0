import fs from 'node:fs';
import { extname, sep } from 'node:path';
import { fileURLToPath, pathToFileURL, URL } from 'node:url';
import vm, { type Module } from 'node:vm';
import type { Library, Welcome } from './messages.ts';

type SolutionFiles = Pick<Welcome, 'entryPath' | 'folder' | 'libraries'>;

let files: SolutionFiles | undefined;

/** Says which solution `importSolution` loads. */
export function prepareSolution(ofSolution: SolutionFiles): void {
  files = ofSolution;
}

/**
 * Loads the solution's modules, and nothing else: its own files and the libraries of its manifest. The runtime's own
 * loader would hand out built-ins to whoever asks for them by name.
 *
 * All of it is found and linked before the first line of the solution runs. After that nothing is looked up but
 * records without a prototype: what the solution may have replaced by then plays no part.
 *
 * @throws Error for an import of anything else, and whatever the modules throw
 */
export async function importSolution(): Promise<Record<string, unknown>> {
  if (files === undefined) throw new Error('no solution was prepared');
  const { entryPath, folder, libraries } = files;
  const own = new Map<string, Module>();
  const imported: Record<string, Module> = Object.create(null);

  function ownModule(url: string): Module {
    const known = own.get(url);
    if (known !== undefined) return known;
    const module = new vm.SourceTextModule(fs.readFileSync(fileURLToPath(url), 'utf8'), {
      identifier: url,
      initializeImportMeta: (meta) => {
        meta.url = url;
      },
      importModuleDynamically: (specifier) => {
        const found = imported[specifier];
        if (found === undefined) throw new Error(`import(): expected a library of the manifest`);
        return found;
      },
    });
    own.set(url, module);
    return module;
  }

  async function libraryModule(specifier: string, library: Library): Promise<Module> {
    const known = imported[specifier];
    if (known !== undefined) return known;
    const inside = pathToFileURL(`${library.folder}/package.json`).href;
    const namespace: Record<string, unknown> = await import(import.meta.resolve(specifier, inside));
    const names = Object.keys(namespace);
    const module = new vm.SyntheticModule(names, function () {
      for (const name of names) this.setExport(name, namespace[name]);
    });
    imported[specifier] ??= module;
    return imported[specifier];
  }

  async function find(specifier: string, from: Module): Promise<Module> {
    if (/^\.{1,2}\//.test(specifier)) {
      const url = new URL(specifier, from.identifier).href;
      const path = fileURLToPath(url);
      if (path.startsWith(folder + sep) && ['.js', '.mjs'].includes(extname(path))) return ownModule(url);
    }
    const library = libraries.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
    if (library !== undefined) return libraryModule(specifier, library);
    throw new Error(`imports ${specifier}: expected a module of its own or a library of the manifest`);
  }

  const entry = ownModule(pathToFileURL(entryPath).href);
  await entry.link(find);
  for (const library of libraries) {
    const module = await libraryModule(library.name, library);
    if (module.status === 'unlinked') await module.link(find);
    if (module.status === 'linked') await module.evaluate();
  }
  await entry.evaluate();
  return entry.namespace as Record<string, unknown>;
}
