import { nodePackage } from '../../tsup.base.ts';

/** What runs in pages is no entry: whoever builds a page compiles it with its own sources. */
export default nodePackage({
  csv: 'src/csv/index.ts',
  vite: 'src/vite/index.ts',
  browser: 'src/browser/index.ts',
});
