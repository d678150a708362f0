import { defineConfig } from 'vitepress';
import { sidebar } from './sidebar.ts';
import { siteLinks } from './site-links.ts';

export default defineConfig({
  title: 'Matrix Arena',
  description: 'An arena for lossless codecs of neural activations',
  // No icon, so that no browser asks for one.
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  themeConfig: {
    nav: [
      { text: 'Get started', link: '/getting-started' },
      { text: 'Rules', link: '/rules' },
      { text: 'Write a codec', link: '/writing-a-codec' },
      { text: 'Commands', link: '/commands' },
      { text: 'API', link: '/api/' },
    ],
    sidebar: sidebar(),
    search: { provider: 'local' },
    outline: [2, 3],
  },
  // Who may import whom is data for a check, and plain text for readers.
  markdown: {
    config: siteLinks,
    languages: [{ name: 'rooms', scopeName: 'source.rooms', patterns: [], repository: {} }],
  },
});
