import { createHash } from 'node:crypto';
import { ArenaError } from '@matrix-arena/contract';

/** What a policy lets through beyond the page's own script and styles. */
export interface Allowed {
  /** More sources of scripts. */
  readonly scripts?: readonly string[];
  /** More directives, each in full. */
  readonly directives?: readonly string[];
}

/** Gives a page a policy that allows no network, and of scripts the one that was built for it, by its hash. */
export function withPolicy(html: string, { scripts = [], directives = [] }: Allowed): string {
  const script = /<script type="module"[^>]*>([\s\S]+?)<\/script>/.exec(html);
  const place = '<meta name="viewport"';
  if (script === null || !html.includes(place))
    throw new ArenaError('bad-format', {
      what: 'page',
      expected: `an inline script and ${place}`,
      got: 'HTML without',
      hint: 'give the page a module script and a viewport',
    });
  const hash = createHash('sha256').update(script[1]).digest('base64');
  const policy = [
    "default-src 'none'",
    ['script-src', `'sha256-${hash}'`, ...scripts].join(' '),
    // The page's own style sheet, and style attributes, which place and colour what is drawn.
    "style-src 'unsafe-inline'",
    ...directives,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const tag = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  return html.replace(place, () => `${tag}\n    ${place}`);
}
