import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { create } from 'tar';
import { expect, it, onTestFinished } from 'vitest';
import { hasSandbox } from './sandbox-fixtures/pools.ts';

const harness = join(import.meta.dirname, '../dist/index.js');
/** Unpacks into a folder of the disk, and says what came of it. */
const script = `
  const { unpackTarball } = await import(${JSON.stringify(harness)});
  await unpackTarball(process.argv[1], '/mnt/unpacked').then(
    () => console.log('unpacked'),
    ({ kind, message }) => console.log(kind + ': ' + message),
  );`;

/** A package of which one file is larger than the disks below. */
async function packageFile(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'arena-tarball-'));
  onTestFinished(() => rm(home, { recursive: true }));
  await mkdir(join(home, 'dist'));
  await writeFile(join(home, 'manifest.json'), '{}');
  await writeFile(join(home, 'dist/index.js'), `// ${'x'.repeat(50_000)}\n`);
  const path = join(home, 'package.tgz');
  await create({ gzip: true, file: path, cwd: home, prefix: 'package' }, ['manifest.json', 'dist']);
  return path;
}

it.skipIf(!hasSandbox).each([
  ['is full', ['--size', '16384', '--tmpfs', '/mnt'], 'ENOSPC'],
  ['is for reading only', ['--tmpfs', '/mnt', '--remount-ro', '/mnt'], 'E[A-Z]+'],
])('a disk that %s is no fault of the package, and nothing is left of it', async (_, disk, code) => {
  const path = await packageFile();
  const box = ['--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', ...disk];
  const line = '"$0" --input-type=module -e "$1" "$2"; ls -A /mnt';
  const shell = ['sh', '-c', line, process.execPath, script, path];
  const { stdout } = await promisify(execFile)('bwrap', [...box, ...shell]);
  expect(stdout).toMatch(
    new RegExp(
      `^unavailable: /mnt/unpacked: cannot be written \\(${code}: .*\\); make room there, or choose another place\n$`,
    ),
  );
});
