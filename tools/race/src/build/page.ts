import { createHash } from 'node:crypto';
import type { Embedded } from '../embedded.ts';

const embeddedJson = /(<script type="application\/json" id="embedded">)[\s\S]*?(<\/script>)/;

/** The page with its data in place of those that it has. JSON that holds no `<` cannot end the script element. */
export function withEmbedded(html: string, data: Embedded): string {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return html.replace(embeddedJson, (_, open: string, close: string) => `${open}${json}${close}`);
}

/**
 * The page with a policy: no network; of scripts the one that was built for it, by its hash, and those that it makes in
 * memory for its workers, which inherit the policy.
 */
export function withPolicy(html: string): string {
  const script = /<script type="module"[^>]*>([\s\S]+?)<\/script>/.exec(html);
  if (script === null) throw new Error('race.html: expected an inline script');
  const hash = createHash('sha256').update(script[1]).digest('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}' 'wasm-unsafe-eval' blob:`,
    'worker-src blob:',
    // Bars are placed by style attributes.
    "style-src 'unsafe-inline'",
    // The icon, which is empty, so that no browser asks for one.
    'img-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const tag = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  return html.replace('<meta name="viewport"', () => `${tag}\n    <meta name="viewport"`);
}
