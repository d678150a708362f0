import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What every package holds as it is, or filled in. */
export const templateDir = fileURLToPath(new URL('../template/', import.meta.url));
/** The library and the shell of every package, built with this tool. */
export const runtimeDir = fileURLToPath(new URL('../build/', import.meta.url));

/** Types that the library's own types import. */
export function contractTypesDir(): string {
  return dirname(createRequire(import.meta.url).resolve('@matrix-arena/contract'));
}
