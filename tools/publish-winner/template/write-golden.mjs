// node write-golden.mjs <package folder> <version>: writes a frame for each matrix of that version, with the package.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

// Node can hang for good when its event loop runs empty while code is compiled (20.20, nodejs/node#54918).
setInterval(() => {}, 2 ** 30);

const [packageFolder, version] = process.argv.slice(2);
const root = pathToFileURL(`${packageFolder}/`);
const { compress, CompressionTransform } = await import(new URL('dist/index.js', root).href);
const folder = new URL(`test/golden/${version}/`, root);

for (const name of readdirSync(folder)) {
  const [, base, mode, rows, cols] = /^(([a-z]+)-.*-(\d+)x(\d+))\.bin$/.exec(name);
  const bytes = new Uint8Array(readFileSync(new URL(name, folder)));
  const frame =
    mode === 'stream'
      ? await throughStream(bytes, Number(cols))
      : await compress({ bytes, rows: Number(rows), cols: Number(cols), dtype: 'bf16' }, { level: mode });
  writeFileSync(new URL(`${base}.frame`, folder), frame);
}

process.exit();

async function throughStream(bytes, cols) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionTransform({ cols, blockBytes: 1024 }));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
