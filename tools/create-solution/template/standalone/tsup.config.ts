import { defineConfig, type Options } from 'tsup';
import manifest from './manifest.json' with { type: 'json' };

/**
 * One minified ESM file that carries everything it runs, so that its size can be counted. Only the libraries that the
 * manifest names stay imports. `platform: neutral` makes an import of a Node built-in a build error.
 */
const bundle: Options = {
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  clean: true,
  minify: true,
  treeshake: true,
  noExternal: [/^@matrix-arena\//],
  external: manifest.dependencies,
};

export default defineConfig([
  { ...bundle, entry: { index: 'src/index.ts' }, dts: true },
  // For people who ask where the bits go; never timed, and not in dist, where all counts as code.
  { ...bundle, entry: { index: 'src/inspect.ts' }, outDir: 'dist-inspect' },
]);
