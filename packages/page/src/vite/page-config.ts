import { join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import type { Plugin, UserConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { type Allowed, withPolicy } from './policy.ts';

interface PageOptions {
  /** Folder of the page's sources, from where vite runs. */
  readonly root: string;
  /** The HTML file inside `root`; what is built has its name. */
  readonly page: string;
  /** From `root`. */
  readonly outDir: string;
  readonly emptyOutDir: boolean;
  /** What the page's policy lets through beyond what every page needs. */
  readonly allowed?: Allowed;
  /** What is still done to the HTML, script and styles inside, after it has its policy. */
  readonly finish?: (html: string) => string | Promise<string>;
}

/** How vite makes one self-contained HTML file of Preact sources: nothing beside it, and a policy that allows no network. */
export function pageConfig(options: PageOptions): UserConfig {
  const { root, page, outDir, emptyOutDir } = options;
  return {
    root,
    logLevel: 'warn',
    plugins: [viteSingleFile({ removeViteModuleLoader: true }), finishedPage(options)],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir,
      emptyOutDir,
      rollupOptions: { input: join(root, page) },
      // The first versions that know light-dark() in style sheets.
      target: ['chrome123', 'firefox120', 'safari17.5'],
      reportCompressedSize: false,
    },
  };
}

function finishedPage({ page, allowed = {}, finish = (html) => html }: PageOptions): Plugin {
  return {
    name: 'finished-page',
    enforce: 'post',
    generateBundle: {
      // After the script has been put into the page.
      order: 'post',
      async handler(_options, bundle) {
        const built = bundle[page];
        if (built?.type !== 'asset')
          throw new ArenaError('not-found', {
            what: page,
            expected: 'the page among what is built',
            got: Object.keys(bundle).join(', ') || 'nothing',
            hint: 'name the HTML file as it is called inside the root',
          });
        built.source = await finish(withPolicy(String(built.source), allowed));
      },
    },
  };
}
