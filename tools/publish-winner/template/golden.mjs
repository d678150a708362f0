// Decodes every golden frame of every winner, and compares it with its matrix: <version>/<what>-<rows>x<cols>.frame.
import { readdirSync, readFileSync } from 'node:fs';
import { decompress } from '../dist/index.js';

// Node can hang for good when its event loop runs empty while code is compiled (20.20, nodejs/node#54918).
setInterval(() => {}, 2 ** 30);

const root = new URL('golden/', import.meta.url);
let count = 0;
for (const version of readdirSync(root).sort()) {
  const folder = new URL(`${version}/`, root);
  for (const name of readdirSync(folder).sort()) {
    const [, base, rows, cols] = /^(.*-(\d+)x(\d+))\.bin$/.exec(name) ?? [];
    if (base === undefined) continue;
    const got = await decompress(readFileSync(new URL(`${base}.frame`, folder)));
    const isSame =
      got.rows === Number(rows) &&
      got.cols === Number(cols) &&
      Buffer.compare(got.bytes, readFileSync(new URL(name, folder))) === 0;
    if (!isSame) throw new Error(`${version}/${base}.frame: decodes to another matrix`);
    count++;
  }
}
if (count === 0) throw new Error('no golden frames');
process.stdout.write(`${count} golden frames decoded\n`, () => process.exit());
