import { fileURLToPath } from 'node:url';

/** The folder of the bundled samples, a set of two sets. Holds from the built module and from the source. */
export function bundledSamplesDir(): string {
  return fileURLToPath(new URL('../samples', import.meta.url));
}
