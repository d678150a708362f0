import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { executable, launch } from '@matrix-arena/page/browser';
import { packageName } from './checkout.ts';

/** A browser of this machine; undefined where there is none. */
export const executablePath = executable ?? undefined;

/** Serves a package and a page that imports it by its name, and waits for all that the page logs. */
export async function runInBrowser(packageFolder: string, code: string): Promise<string[]> {
  const imports = JSON.stringify({ imports: { [packageName]: '/package/dist/index.js' } });
  const page = `<!doctype html><link rel="icon" href="data:,"><script type="importmap">${imports}</script>
    <script type="module">${code}\nconsole.log('done');</script>`;
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = join(packageFolder, path.replace(/^\/package\//, ''));
    const isFile = path.startsWith('/package/') && existsSync(file);
    const type = extname(path) === '.js' ? 'text/javascript' : 'text/html';
    response.writeHead(isFile || path === '/' ? 200 : 404, { 'content-type': type });
    response.end(isFile ? readFileSync(file) : path === '/' ? page : '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = Object(server.address()) as { port: number };
  const browser = await launch();
  try {
    const tab = await browser.newPage();
    const lines: string[] = [];
    const done = new Promise<void>((resolve, reject) => {
      tab.on('pageerror', reject);
      tab.on('console', (message) => (message.text() === 'done' ? resolve() : lines.push(message.text())));
    });
    await tab.goto(`http://127.0.0.1:${port}/`);
    await done;
    return lines;
  } finally {
    await browser.close();
    server.close();
  }
}
