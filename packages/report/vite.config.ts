import { pageConfig } from '@matrix-arena/page/vite';

export default pageConfig({
  root: 'src/app',
  page: 'template.html',
  outDir: '../../dist',
  // tsup has put the Node side there.
  emptyOutDir: false,
});
