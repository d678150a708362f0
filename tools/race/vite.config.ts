import { join } from 'node:path';
import { pageConfig } from '@matrix-arena/page/vite';
import { embeddedData, solutionFolders } from './src/build/embedded-data.ts';
import { allowed, withEmbedded } from './src/build/page.ts';

const workspace = join(import.meta.dirname, '../..');

export default pageConfig({
  root: 'src/app',
  page: 'race.html',
  outDir: '../../dist',
  emptyOutDir: true,
  allowed,
  // The solutions of the checkout.
  finish: async (html) => withEmbedded(html, await embeddedData(await solutionFolders(workspace))),
});
