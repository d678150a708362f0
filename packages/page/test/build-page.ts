import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { pageConfig } from '../src/vite/index.ts';

type Options = Parameters<typeof pageConfig>[0];

/** Builds the page of the tests, and returns the folder that it is in. */
export async function buildPage(options: Partial<Pick<Options, 'page' | 'allowed' | 'finish'>> = {}) {
  const outDir = await mkdtemp(join(tmpdir(), 'arena-page-'));
  const root = join(import.meta.dirname, 'fixture');
  const config = pageConfig({ root, page: 'page.html', outDir, emptyOutDir: true, ...options });
  await build({ ...config, configFile: false });
  return outDir;
}
