import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { embeddedData, solutionFolders } from './src/build/embedded-data.ts';
import { withEmbedded, withPolicy } from './src/build/page.ts';

const workspace = join(import.meta.dirname, '../..');

/** Puts the solutions of the checkout into the page, and a policy that allows it no network. */
function selfContained(): Plugin {
  return {
    name: 'self-contained',
    enforce: 'post',
    generateBundle: {
      // After the script has been put into the page.
      order: 'post',
      async handler(_options, bundle) {
        const page = bundle['race.html'];
        if (page?.type !== 'asset') throw new Error('race.html: expected the page among what is built');
        const data = await embeddedData(await solutionFolders(workspace));
        page.source = withEmbedded(withPolicy(String(page.source)), data);
      },
    },
  };
}

export default defineConfig({
  root: 'src/app',
  logLevel: 'warn',
  plugins: [viteSingleFile({ removeViteModuleLoader: true }), selfContained()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist',
    emptyOutDir: true,
    rollupOptions: { input: 'src/app/race.html' },
    // The first versions that know light-dark() in style sheets.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    reportCompressedSize: false,
  },
});
