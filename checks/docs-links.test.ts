import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { createMarkdownRenderer } from 'vitepress';
import { expect, it } from 'vitest';
import { pageOf } from '../docs/.vitepress/repository-pages.ts';
import { sidebar } from '../docs/.vitepress/sidebar.ts';
import { type Document, readDocuments, root } from './documents.ts';

const documents = readDocuments();
/** The renderer of the site, so that headings have the anchors that they have there. */
const md = await createMarkdownRenderer(root, { highlight: (code) => code });
const tokensOf = ({ text, path }: Document) => md.parse(text, { path, relativePath: path });

const anchors = new Map(
  documents.map((one) => [
    one.path,
    tokensOf(one).flatMap(({ type, attrGet }, index, all) =>
      type === 'heading_open' ? [attrGet.call(all[index], 'id')] : [],
    ),
  ]),
);

it('every link leads to a file of the repository, and to a heading in it', () => {
  const broken = documents.flatMap((one) =>
    linksOf(one)
      .filter((href) => !/^[a-z]+:/i.test(href))
      .flatMap((href) => {
        const [file, hash] = href.split('#');
        const target = file === '' ? one.path : posix.join(posix.dirname(one.path), file);
        const known = anchors.get(target) ?? anchors.get(posix.join(target, 'README.md'));
        // What typedoc makes is there once the site is built.
        const isThere = existsSync(join(root, target)) || target.startsWith('docs/api/');
        const hasHeading = hash === undefined || known === undefined || known.includes(hash);
        return isThere && hasHeading ? [] : [`${one.path}: ${href}`];
      }),
  );
  expect(broken).toEqual([]);
});

it('every page is in the sidebar, and the sidebar has nothing else', () => {
  const pages = documents
    .map(({ path }) => pageOf(path))
    .filter((page) => page !== 'index.md')
    .map((page) => `/${page.replace(/(index)?\.md$/, '')}`);
  const listed = linksIn(sidebar()).filter((link) => !link.startsWith('/api/'));
  expect(listed.toSorted()).toEqual(pages.toSorted());
});

function linksOf(one: Document): string[] {
  return tokensOf(one)
    .flatMap(({ children }) => children ?? [])
    .flatMap((token) => {
      const href =
        token.type === 'link_open'
          ? token.attrGet('href')
          : token.type === 'image'
            ? token.attrGet('src')
            : null;
      return href === null ? [] : [decodeURI(href)];
    });
}

function linksIn(items: ReturnType<typeof sidebar>): string[] {
  return items.flatMap(({ link, items: below = [] }) => [
    ...(link === undefined ? [] : [link]),
    ...linksIn(below),
  ]);
}
