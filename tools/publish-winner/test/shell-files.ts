import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMatrix } from '@matrix-arena/testkit/matrices';
import { afterAll, beforeAll } from 'vitest';
import { npyFile, safetensorsFile } from './files.ts';
import { firstPackage } from './installed.ts';

export const cli = join(firstPackage.installedFolder, 'dist/cli.js');
/** Of a matrix of 64 rows and 128 columns. */
export const values = makeMatrix('activations', 64, 128, 1).bytes;

/** Makes a folder with files of all kinds for the tests of a file, and removes it after them. */
export function setUpShellFiles() {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'shell-'));
    const files: Record<string, Uint8Array> = {
      'x.bf16': values,
      'v.npy': npyFile("'|V2'", '(64, 128)', values),
      'fortran.npy': npyFile("'<V2'", '(128, 64)', values, 'True'),
      'bytes.npy': npyFile("'|u1'", `(${values.length},)`, values),
      'scalar.npy': npyFile("'<u2'", '()', values.subarray(0, 2)),
      'floats.npy': npyFile("'<f4'", '(4,)', new Uint8Array(16)),
      'model.safetensors': safetensorsFile([
        ['layer.0.weight', 'BF16', [64, 128], values],
        ['bias', 'F32', [300], new Uint8Array(1200)],
        ['empty', 'BF16', [0, 5], new Uint8Array()],
        ['ids', 'I64', [2], new Uint8Array(16).map((_, i) => 37 * i)],
        ['stack', 'BF16', [2, 16, 32], values.subarray(0, 2048)],
        ['one', 'BF16', [], values.subarray(0, 2)],
      ]),
      'none.safetensors': safetensorsFile([]),
      'notes.txt': new TextEncoder().encode('some text '.repeat(100)),
      'empty.bf16': new Uint8Array(),
    };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(args: readonly string[], input?: Uint8Array) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, input });
    return { status, stdout, output: stdout.toString(), errors: stderr.toString() };
  }

  const read = (name: string): Buffer => readFileSync(join(folder, name));
  const leftovers = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.part'));

  return { folder: () => folder, run, read, leftovers };
}
