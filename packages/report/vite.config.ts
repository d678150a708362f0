import { createHash } from 'node:crypto';
import { defineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

/** Gives the page a policy that allows no network, and of scripts only the one that was built for it, by its hash. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    enforce: 'post',
    generateBundle: {
      // After the script has been put into the page.
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['template.html'];
        if (page?.type !== 'asset') throw new Error('template.html: expected the page among what is built');
        const html = String(page.source);
        const script = /<script type="module"[^>]*>([\s\S]+?)<\/script>/.exec(html);
        if (script === null) throw new Error('template.html: expected an inline script');
        const hash = createHash('sha256').update(script[1]).digest('base64');
        const policy = [
          "default-src 'none'",
          `script-src 'sha256-${hash}'`,
          // Charts are placed and coloured by style attributes.
          "style-src 'unsafe-inline'",
          "connect-src 'none'",
          "base-uri 'none'",
          "form-action 'none'",
        ].join('; ');
        const tag = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
        page.source = html.replace('<meta name="viewport"', () => `${tag}\n    <meta name="viewport"`);
      },
    },
  };
}

export default defineConfig({
  root: 'src/app',
  logLevel: 'warn',
  plugins: [viteSingleFile({ removeViteModuleLoader: true }), contentSecurityPolicy()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist',
    // tsup has put the Node side there.
    emptyOutDir: false,
    rollupOptions: { input: 'src/app/template.html' },
    // The first versions that know light-dark() in style sheets.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    reportCompressedSize: false,
  },
});
