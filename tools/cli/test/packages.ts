import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(new URL('fixtures/sound-package', import.meta.url));
/** A codec that keeps every rule, with its golden frames. */
export const soundCodec = fileURLToPath(
  new URL('../../../packages/testkit/test/fixtures/sound', import.meta.url),
);
/** Below this package, so that what is made there finds its dependencies. */
const work = fileURLToPath(new URL('../.test', import.meta.url));

export async function workFolder(name: string): Promise<string> {
  await mkdir(work, { recursive: true });
  return mkdtemp(join(work, `${name}-`));
}

/** Makes a whole solution package that nothing is wrong with, not built yet. */
export async function soundPackage(): Promise<string> {
  const folder = await workFolder('sound');
  await cp(own, folder, { recursive: true });
  for (const file of ['codec.js', 'planes.js']) await cp(join(soundCodec, file), join(folder, 'src', file));
  await cp(join(soundCodec, 'test'), join(folder, 'test'), { recursive: true });
  return folder;
}

/** A copy that is as new or old as the original. */
export async function copyOf(folder: string): Promise<string> {
  const copy = await workFolder('copy');
  await cp(folder, copy, { recursive: true, preserveTimestamps: true });
  return copy;
}

/** Changes a file; what is to be changed has to be there. */
export async function edit(folder: string, file: string, from: string, to: string): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file}: expected ${from}`);
  await writeFile(path, text.replace(from, to));
}
