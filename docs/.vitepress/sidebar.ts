import type { DefaultTheme } from 'vitepress';
import { pageOf, type RepositoryPage, readText, repositoryPages } from './repository-pages.ts';

type Item = DefaultTheme.SidebarItem;

/** Every page has its place here; a test holds the list to the folder. */
export function sidebar(): Item[] {
  return [
    {
      text: 'Author',
      items: [
        { text: 'Get started', link: '/getting-started' },
        { text: 'Write a codec', link: '/writing-a-codec' },
        { text: 'The contract', link: '/contract' },
        { text: 'Rules', link: '/rules' },
        { text: 'Formats', link: '/formats' },
        { text: 'Commands', link: '/commands' },
        { text: 'Race a matrix', link: '/race-a-matrix' },
      ],
    },
    {
      text: 'How it works',
      items: [
        { text: 'Architecture', link: '/architecture' },
        { text: 'Measuring', link: '/measuring' },
        { text: 'Contributing', link: '/CONTRIBUTING' },
        { text: 'Decisions', link: '/decisions/', collapsed: true, items: decisions() },
      ],
    },
    { text: 'Solutions', items: beside('solutions') },
    { text: 'Packages', collapsed: true, items: [...beside('packages'), ...beside('tools')] },
    { text: 'API', link: '/api/', collapsed: true, items: api() },
  ];
}

/** In the order of their list. */
function decisions(): Item[] {
  const list = readText('docs/decisions/index.md') ?? '';
  return [...list.matchAll(/^- \[(.+)\]\((.+)\.md\)$/gm)].map(([, text, page]) => ({
    text,
    link: `/decisions/${page}`,
  }));
}

/** Texts that lie beside the code of a folder: the README of each package, and below it what else it has. */
function beside(top: string): Item[] {
  const pages = repositoryPages().filter(({ source }) => source.startsWith(`${top}/`));
  const item = ({ source, title }: RepositoryPage): Item => ({
    text: title.replace(/^@matrix-arena\//, '').replace(/^Frame of .*/, 'Frame'),
    link: `/${pageOf(source).replace(/(index)?\.md$/, '')}`,
  });
  const isMain = ({ source }: RepositoryPage): boolean => /^[^/]+\/[^/]+\/README\.md$/.test(source);
  return pages.filter(isMain).map((main) => {
    const folder = main.source.replace('README.md', '');
    const items = pages.filter((one) => one !== main && one.source.startsWith(folder)).map(item);
    return items.length === 0 ? item(main) : { ...item(main), collapsed: true, items };
  });
}

/** What typedoc wrote, if it has run. */
function api(): Item[] {
  return JSON.parse(readText('docs/api/typedoc-sidebar.json') ?? '[]');
}
