import { readFile } from 'node:fs/promises';
import type { Options } from 'tsup';
import { solutionPackage } from '../../tsup.base.ts';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** The codec's bundle has no room for saying where its frames are taken apart. */
const shortManifest: Plugin = {
  name: 'short-manifest',
  setup(build) {
    build.onLoad({ filter: /[/\\]manifest\.json$/ }, async ({ path }) => {
      const { inspect: _, ...manifest } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify(manifest), loader: 'json' };
    });
  },
};

/** `?raw` imports a file as text, as it does in tests. */
const rawText: Plugin = {
  name: 'raw-text',
  setup(build) {
    build.onLoad({ filter: /./ }, async ({ path, suffix }) =>
      suffix === '?raw' ? { contents: await readFile(path, 'utf8'), loader: 'text' } : undefined,
    );
  },
};

// The second pass over the minified bundle finds nothing more to drop, and would put spaces back in.
const codec: Options = { treeshake: false, esbuildPlugins: [shortManifest] };

/** What takes frames apart is no code of the codec: it is built beside it, and not counted. */
const inspect: Options = {
  entry: { index: 'src/inspect/index.ts' },
  outDir: 'dist-inspect',
  dts: false,
  esbuildPlugins: [rawText],
};

export default [solutionPackage(codec), solutionPackage(inspect)] as Options[];
