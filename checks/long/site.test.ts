import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { pageOf } from '../../docs/.vitepress/repository-pages.ts';
import { readDocuments, root } from '../documents.ts';

const out = mkdtempSync(join(tmpdir(), 'matrix-arena-site-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

it('builds, with every page in it', () => {
  const run = (script: string, ...args: string[]): void => {
    execFileSync(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: 'pipe',
    });
  };
  run('typedoc/bin/typedoc');
  run('vitepress/bin/vitepress.js', 'build', 'docs', '--outDir', out);
  const pages = readDocuments()
    .filter(({ path }) => path !== 'README.md')
    .map(({ path }) => pageOf(path).replace(/\.md$/, '.html'));
  expect(pages.filter((page) => !existsSync(join(out, page)))).toEqual([]);
  expect(existsSync(join(out, 'api/index.html'))).toBe(true);
});

it('asks no other server for anything', () => {
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(html|css)$/.test(path),
  );
  const asking = files.filter((path) =>
    /(<(script|img|link|iframe)\b[^>]*(src|href)="|url\(["']?|@import ["'])https?:/.test(
      readFileSync(join(out, path), 'utf8'),
    ),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(asking).toEqual([]);
});
