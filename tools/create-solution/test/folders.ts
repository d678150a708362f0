import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The checkout that these tests are part of. */
export const checkout = fileURLToPath(new URL('../../..', import.meta.url));

/** An empty folder outside of any checkout, removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(os.tmpdir(), 'arena-new-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The package that ranks, with spaces of its own, one solution and no final line break. */
export const rankingText = `{
    "name": "@matrix-arena/leaderboard",
    "scripts": {
        "bench": "arena rank"
    },
    "devDependencies": {
        "@matrix-arena/cli": "workspace:*",
        "@matrix-arena/zeta": "workspace:*"
    }
}`;

/** A small checkout: what a solution of it needs to be built, and one solution in a folder of another name. */
export async function temporaryWorkspace(): Promise<string> {
  const root = await temporaryFolder();
  for (const file of ['pnpm-workspace.yaml', 'tsconfig.base.json', 'tsup.base.ts', 'vitest.base.ts'])
    await cp(join(checkout, file), join(root, file));
  await write(root, 'tools/leaderboard/package.json', rankingText);
  await write(root, 'packages/shared/package.json', '{ "name": "@matrix-arena/shared-words" }');
  await write(root, 'solutions/first/manifest.json', '{ "name": "taken" }');
  await linkTools(root);
  return root;
}

/** Links to all that a package installs, as npm would put them there, the commands included. */
export async function linkTools(root: string): Promise<void> {
  const modules = join(root, 'node_modules');
  for (const [name, target] of Object.entries(installed)) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(checkout, target), join(modules, name));
    const { bin = {} } = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8'));
    await mkdir(join(modules, '.bin'), { recursive: true });
    for (const [command, path] of Object.entries<string>(bin))
      await symlink(join(modules, name, path), join(modules, '.bin', command));
  }
}

const hoisted = 'node_modules/.pnpm/node_modules';
const installed = {
  '@matrix-arena/contract': 'packages/contract',
  '@matrix-arena/testkit': 'packages/testkit',
  '@bokuweb/zstd-wasm': `${hoisted}/@bokuweb/zstd-wasm`,
  '@types/node': 'node_modules/@types/node',
  assemblyscript: `${hoisted}/assemblyscript`,
  tsup: 'node_modules/tsup',
  typescript: 'node_modules/typescript',
  vitest: 'node_modules/vitest',
};

async function write(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}
