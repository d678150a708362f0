import type { Options } from 'tsup';
import { nodePackage } from '../../tsup.base.ts';

/** In a package that is staged, `registry.js` stands beside what is built here. */
const registryBeside: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'registry-beside',
  setup(build) {
    build.onResolve({ filter: /\/registry\.ts$/ }, () => ({ path: './registry.js', external: true }));
  },
};

/**
 * What every staged package holds, whoever won: its library and its shell, which share chunks, and the library's types.
 * `platform: neutral` makes an import of a Node built-in a build error; only those of the shell are let through.
 */
const runtime: Options = {
  entry: { index: 'src/runtime/index.ts', cli: 'src/shell/main.ts' },
  outDir: 'build',
  platform: 'neutral',
  target: 'es2022',
  splitting: true,
  sourcemap: false,
  removeNodeProtocol: false,
  external: [/^node:/],
  noExternal: [/^@matrix-arena\//],
  esbuildPlugins: [registryBeside],
  dts: { entry: { index: 'src/runtime/index.ts' }, resolve: [/^@matrix-arena\//] },
};

export default [nodePackage({ index: 'src/index.ts' }), nodePackage({}, runtime)] as Options[];
