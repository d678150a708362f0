import { mkdir, writeFile } from 'node:fs/promises';
import type { ToldCase } from './protocol.ts';
import type { FuzzFailure } from './report.ts';

/** Folder of inputs that a codec failed on, below the one of the solution. */
const dir = '.fuzz/';

/**
 * Writes what the codec got, and beside it what was expected and what came.
 *
 * @param packageDir folder of the solution, with a slash at its end
 * @returns path of the input relative to the solution; undefined when it is no bytes at all
 */
export async function saveFailure(
  packageDir: URL,
  seed: number,
  { index, kind, told, message, stack }: Omit<FuzzFailure, 'file' | 'times'>,
  input: ToldCase['input'],
): Promise<string | undefined> {
  const base = `${dir}seed-${seed}-case-${index ?? 'none'}`;
  await mkdir(new URL(dir, packageDir), { recursive: true });
  const lines = [`${kind}: ${told}`, message, ...(stack === undefined ? [] : [stack])];
  await writeFile(new URL(`${base}.txt`, packageDir), `${lines.join('\n')}\n`);
  if (input === undefined) return undefined;
  const path = `${base}.${input.extension}`;
  await writeFile(new URL(path, packageDir), input.bytes);
  return path;
}
