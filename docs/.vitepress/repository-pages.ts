import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The checkout: VitePress runs in its root or in docs. */
export const root = join(import.meta.dirname, '../..');

/** A text that lies beside the code that it describes and is a page of the site as well. */
export interface RepositoryPage {
  /** Path in the checkout, with `/` between its parts. */
  readonly source: string;
  readonly title: string;
}

/** READMEs of packages and solutions, and the frame formats of solutions. */
export function repositoryPages(): RepositoryPage[] {
  const sources = ['packages', 'solutions', 'tools'].flatMap((top) =>
    readdirSync(join(root, top))
      .sort()
      .flatMap((name) =>
        ['README.md', 'spec.md', 'samples/README.md'].map((file) => `${top}/${name}/${file}`),
      ),
  );
  return [...sources, 'CONTRIBUTING.md'].flatMap((source) => {
    const text = readText(source);
    return text === null ? [] : [{ source, title: titleOf(text) ?? source }];
  });
}

/** The text of a file of the checkout; null where there is none. */
export function readText(source: string): string | null {
  try {
    return readFileSync(join(root, source), 'utf8');
  } catch {
    return null;
  }
}

/** `docs/x.md` is the page `x.md`; any other file has its own path, a README that of its folder. */
export function pageOf(source: string): string {
  return source.replace(/^docs\//, '').replace(/(^|\/)README\.md$/, '$1index.md');
}

/** The inverse: the file that a page is made from. */
export function sourceOf(page: string): string {
  const beside = page.replace(/(^|\/)index\.md$/, '$1README.md');
  return repositoryPages().some(({ source }) => source === beside) ? beside : posix.join('docs', page);
}

function titleOf(text: string): string | undefined {
  return /^# (.+)$/m.exec(text)?.[1].replaceAll('`', '');
}
