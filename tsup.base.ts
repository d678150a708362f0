import { readFileSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';

interface PackageJson {
  dependencies?: Record<string, string>;
}

/** A library or tool of the arena: ESM for Node, dependencies left as imports. */
export function nodePackage(entry: Record<string, string>, options: Options = {}) {
  return defineConfig({
    entry,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    dts: true,
    clean: true,
    sourcemap: true,
    ...options,
  });
}

/**
 * A solution: one minified ESM file that carries everything it runs, so that its size can be counted and the
 * package can be published alone. Only the libraries that its manifest allows stay imports.
 * `platform: neutral` makes an import of a Node built-in a build error.
 */
export function solutionPackage(options: Options = {}) {
  const { dependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson;
  const libraries = Object.keys(dependencies).filter((name) => !name.startsWith('@matrix-arena/'));
  return defineConfig({
    entry: { index: 'src/index.ts' },
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    dts: true,
    clean: true,
    minify: true,
    treeshake: true,
    noExternal: [/^@matrix-arena\//],
    external: libraries,
    ...options,
  });
}
