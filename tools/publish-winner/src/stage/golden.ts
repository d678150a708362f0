import { execFile } from 'node:child_process';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { ArenaError } from '@matrix-arena/contract';
import { type ContentName, makeMatrix } from '@matrix-arena/testkit/matrices';
import { templateDir } from '../locations.ts';
import type { Files } from './options.ts';

/** Changing it changes nothing that is published already, only what is written next. */
const goldenSeed = 1;
const limitMs = 120_000;

/** A mode of `write-golden.mjs` stands in front of the name: the level, or `stream` for many blocks. */
const goldenMatrices: readonly (readonly [mode: string, ContentName, rows: number, cols: number])[] = [
  ['best', 'activations', 0, 5],
  ['best', 'activations', 1, 1],
  ['best', 'activations', 24, 32],
  ['best', 'gradients', 25, 32],
  ['best', 'near-copies', 40, 32],
  ['best', 'ramp', 3, 257],
  ['best', 'random-bits', 5, 13],
  ['store', 'activations', 3, 5],
  ['stream', 'activations', 64, 33],
];

/** Matrices whose frames stay in all later packages, by path. They are few and small. */
export function goldenContents(version: string): Files {
  return new Map(
    goldenMatrices.map(([mode, content, rows, cols]) => [
      `test/golden/${version}/${mode}-${content}-${rows}x${cols}.bin`,
      makeMatrix(content, rows, cols, goldenSeed).bytes,
    ]),
  );
}

/** Compresses what is in a folder of golden matrices, with the package itself. */
export async function writeGoldenFrames(packageFolder: string, version: string): Promise<void> {
  await runScript(join(templateDir, 'write-golden.mjs'), [packageFolder, version]);
}

/** Runs the package's own test: every frame of every winner. */
export async function testGoldenFrames(packageFolder: string): Promise<void> {
  await runScript(join(packageFolder, 'test/golden.mjs'), []);
}

/** In a process of its own without the environment of this one: the code of a solution runs in it. */
async function runScript(script: string, args: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [script, ...args], { env: {}, timeout: limitMs }).catch(
    (cause: Error & { stderr?: string }) => {
      const reason = cause.stderr?.split('\n').find((line) => /Error: /.test(line)) ?? cause.message;
      const hint = `the staged package fails: ${reason.trim()}`;
      throw new ArenaError('mismatch', { what: basename(script), hint, cause });
    },
  );
}
