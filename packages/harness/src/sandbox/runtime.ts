import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Runtime } from './command.ts';

/** What runs in every box: this node, and the harness as built. */
export function findRuntime(): Runtime {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  return {
    node: process.execPath,
    // Add-ons of this process are in the list, too, and the kernel's own object, which is no file.
    sharedObjects: sharedObjects.filter((path) => path.startsWith('/') && /\.so(\.|$)/.test(path)),
    folder: packageFolder(),
  };
}

function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
