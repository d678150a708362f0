// Puts the page of the race, which is built, where the site serves it as it is.
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
copyFileSync(join(root, 'tools/race/dist/race.html'), join(root, 'docs/public/race.html'));
