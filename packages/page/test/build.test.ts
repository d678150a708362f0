import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withPolicy } from '../src/vite/policy.ts';
import { buildPage } from './build-page.ts';

describe('pageConfig', () => {
  it('makes one file, with script and styles inside', async () => {
    const folder = await buildPage();
    expect(await readdir(folder)).toEqual(['page.html']);
    const html = await readFile(join(folder, 'page.html'), 'utf8');
    expect(html).not.toMatch(/<script[^>]* src=/);
    expect(html).not.toMatch(/<link[^>]* rel="stylesheet"/);
    expect(html).toContain('Page of a test');
    expect(html).toContain('light-dark(');
  });

  it('hands the page over when it has its policy', async () => {
    const folder = await buildPage({ finish: async (html) => `${html}<!-- ${policyOf(html)} -->` });
    const html = await readFile(join(folder, 'page.html'), 'utf8');
    expect(html).toContain(`<!-- ${policyOf(html)} -->`);
    expect(policyOf(html)).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; /);
  });

  it('refuses a page that is no part of what is built', async () => {
    const page = join('..', 'fixture', 'page.html');
    await expect(buildPage({ page })).rejects.toThrow(
      /expected the page among what is built, got page\.html; name the HTML file/,
    );
  });
});

describe('withPolicy', () => {
  const html = '<head><meta name="viewport"></head><script type="module">let a = 1;</script>';
  // echo -n 'let a = 1;' | openssl sha256 -binary | base64
  const hash = 'sha256-xY6QKfH9PRsQnLz56nj6MBwiK5oHg+im1Jkpdp1x/Ck=';

  it('lets the script of the page run, and nothing else', () => {
    expect(policyOf(withPolicy(html, {})).split('; ')).toEqual([
      "default-src 'none'",
      `script-src '${hash}'`,
      "style-src 'unsafe-inline'",
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('adds what a page needs besides', () => {
    const allowed = { scripts: ["'wasm-unsafe-eval'", 'blob:'], directives: ['worker-src blob:'] };
    const directives = policyOf(withPolicy(html, allowed)).split('; ');
    expect(directives).toContain(`script-src '${hash}' 'wasm-unsafe-eval' blob:`);
    expect(directives).toContain('worker-src blob:');
    expect(directives).toContain("connect-src 'none'");
  });

  it.each(['<head><meta name="viewport"></head>', '<script type="module">let a = 1;</script>'])(
    'refuses %s, which it could not guard',
    (bare) => {
      expect(() => withPolicy(bare, {})).toThrow(
        /^page: expected an inline script and <meta name="viewport"/,
      );
    },
  );
});

function policyOf(html: string): string {
  return /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
}
