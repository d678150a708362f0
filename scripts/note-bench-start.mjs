// The first step of `turbo run bench`: notes when it began, so that the ranking can tell what was measured now from what
// is from turbo's cache.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), '.arena');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'bench-started-at'), `${new Date().toISOString()}\n`);
