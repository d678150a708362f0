import { pageOf, readText, repositoryPages } from './.vitepress/repository-pages.ts';

/** One page for each text that lies beside the code that it describes. */
export default {
  paths: () =>
    repositoryPages().map(({ source }) => ({
      params: { page: pageOf(source).replace(/\.md$/, '') },
      content: readText(source) ?? '',
    })),
};
