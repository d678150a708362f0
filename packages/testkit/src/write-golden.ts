import { pathToFileURL } from 'node:url';
import { isArenaError } from '@matrix-arena/contract';
import { writeGolden } from './golden/write.ts';

/** The command: writes the golden frames of the solution in the given folder, or in the current one. */
const [folder = '.'] = process.argv.slice(2);
try {
  for (const path of await writeGolden(pathToFileURL(folder))) process.stdout.write(`${path}\n`);
} catch (error) {
  if (!isArenaError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
