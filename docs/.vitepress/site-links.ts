import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { pageOf, repositoryPages, root, sourceOf } from './repository-pages.ts';

type Token = ReturnType<MarkdownRenderer['parse']>[number];

/**
 * Links in the texts of the repository lead from file to file, so that they work wherever the files are read. On the site
 * a link to a file that is a page leads there; one to any other file of the checkout is its text alone.
 */
export function siteLinks(md: MarkdownRenderer): void {
  const pages = new Set(repositoryPages().map(({ source }) => source));
  md.core.ruler.push('site-links', ({ tokens, env }) => {
    // A title in a page's front matter is parsed by itself, and leads nowhere.
    if (env.relativePath === undefined) return;
    const source = sourceOf(env.relativePath);
    for (const token of tokens) rewrite(token.children ?? [], source, pages);
  });
}

function rewrite(tokens: Token[], source: string, pages: ReadonlySet<string>): void {
  let isWithout = false;
  for (const token of tokens) {
    if (token.type === 'link_open') {
      const target = siteTarget(String(token.attrGet('href')), source, pages);
      isWithout = target === null;
      if (target !== null) token.attrSet('href', target);
    }
    if (isWithout && /^link_(open|close)$/.test(token.type)) token.tag = 'span';
    if (isWithout && token.type === 'link_open') token.attrs = null;
    if (token.type === 'link_close') isWithout = false;
  }
}

/** Where a link leads on the site; null for a file that is no page. */
function siteTarget(href: string, source: string, pages: ReadonlySet<string>): string | null {
  if (/^([a-z]+:|#|\/)/i.test(href)) return href;
  const [path, hash = ''] = href.split(/(?=#)/);
  const target = posix.normalize(posix.join(posix.dirname(source), path)).replace(/\/$/, '');
  const [page] = [target, `${target}/README.md`].filter((one) => pages.has(one) || isOfDocs(one));
  if (page !== undefined) return `/${pageOf(page)}${hash}`;
  return existsSync(join(root, target)) ? null : href;
}

function isOfDocs(target: string): boolean {
  return target.startsWith('docs/') && target.endsWith('.md');
}
