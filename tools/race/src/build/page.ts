import type { Allowed } from '@matrix-arena/page/vite';
import type { Embedded } from '../embedded.ts';

const embeddedJson = /(<script type="application\/json" id="embedded">)[\s\S]*?(<\/script>)/;

/** The page with its data in place of those that it has. JSON that holds no `<` cannot end the script element. */
export function withEmbedded(html: string, data: Embedded): string {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return html.replace(embeddedJson, (_, open: string, close: string) => `${open}${json}${close}`);
}

/** What the page's policy lets through: scripts that it makes in memory for its workers, which inherit the policy. */
export const allowed: Allowed = {
  scripts: ["'wasm-unsafe-eval'", 'blob:'],
  directives: [
    'worker-src blob:',
    // The icon, which is empty, so that no browser asks for one.
    'img-src data:',
  ],
};
