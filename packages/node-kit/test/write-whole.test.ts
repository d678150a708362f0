import { execFile } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { assertPlaceToWrite, writeWhole } from '../src/index.ts';
import { temporaryFolder } from './folder.ts';

const run = promisify(execFile);

const hasBubblewrap = await run('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']).then(
  () => true,
  () => false,
);

/** Kind and message of a refusal, without the folder's name and the process's number. */
async function refusalOf(folder: string, path: string, ...rest: [] | [object]): Promise<string> {
  const error = await writeWhole(path, 'new', ...rest).then(
    () => new Error('nothing was thrown'),
    (error: Error & { kind: string }) => error,
  );
  const text = 'kind' in error ? `${error.kind}: ${error.message}` : error.message;
  return text.replaceAll(folder, '~').replaceAll(String(process.pid), 'PID');
}

describe('a file is written', () => {
  it('from text and from bytes, in folders that it makes, with nothing beside it', async () => {
    const folder = temporaryFolder();
    await writeWhole(join(folder, 'a', 'b', 'text'), 'grün');
    await writeWhole(join(folder, 'a', 'b', 'bytes'), Uint8Array.of(0, 255));
    expect(readFileSync(join(folder, 'a', 'b', 'text'), 'utf8')).toBe('grün');
    expect([...readFileSync(join(folder, 'a', 'b', 'bytes'))]).toEqual([0, 255]);
    expect(readdirSync(join(folder, 'a', 'b')).sort()).toEqual(['bytes', 'text']);
  });

  it('in place of another, also of one that is longer', async () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, 'something old');
    await writeWhole(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('anew, never into the file that someone else has open', async () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, 'old');
    const reader = await open(path);
    await writeWhole(path, 'new');
    expect(await reader.readFile('utf8')).toBe('old');
    await reader.close();
  });
});

describe('what is no file is written into, and stays what it is', () => {
  it.skipIf(process.platform === 'win32')('a pipe', async () => {
    const path = join(temporaryFolder(), 'pipe');
    await run('mkfifo', [path]);
    const [{ stdout }] = await Promise.all([run('cat', [path]), writeWhole(path, 'new')]);
    expect(stdout).toBe('new');
    expect(lstatSync(path).isFIFO()).toBe(true);
    expect(readdirSync(dirname(path))).toEqual(['pipe']);
  });

  it.skipIf(process.platform === 'win32')('a device', async () => {
    await writeWhole('/dev/null', 'new');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('a link: the file that it leads to is replaced', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'far'));
    writeFileSync(join(folder, 'far/file'), 'old');
    symlinkSync('far/file', join(folder, 'link'));
    await writeWhole(join(folder, 'link'), 'new');
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'far/file'), 'utf8')).toBe('new');
    expect(readdirSync(join(folder, 'far'))).toEqual(['file']);
  });
});

describe('whether a place can be written to is known before', () => {
  /** Kind and message of a refusal, without the folder's name; `fine` without one. */
  async function answerFor(folder: string, path: string): Promise<string> {
    return assertPlaceToWrite(path).then(
      () => 'fine',
      (error: Error & { kind: string }) => `${error.kind}: ${error.message}`.replaceAll(folder, '~'),
    );
  }

  it('for a new file, one that is there, one in folders that are to be made, and a device', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'old');
    const paths = [...['new', 'file', 'a/b/new'].map((name) => join(folder, name)), '/dev/null'];
    for (const path of paths) expect([path, await answerFor(folder, path)]).toEqual([path, 'fine']);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('for a folder, and below a file', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'old');
    mkdirSync(join(folder, 'folder'));
    expect(await answerFor(folder, join(folder, 'folder'))).toBe(
      'unavailable: ~/folder: cannot be written (it is a folder); choose another place',
    );
    expect(await answerFor(folder, join(folder, 'file/below'))).toMatch(
      /^unavailable: ~\/file\/below: cannot be written \(ENOTDIR: .*\); choose another place$/,
    );
  });
});

describe('a file that cannot be written stays as it was, and nothing is beside it', () => {
  it('where a folder above is a file', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'old');
    expect(await refusalOf(folder, join(folder, 'file', 'below'))).toMatch(
      /^unavailable: ~\/file\/below: cannot be written \(E(NOTDIR|EXIST): .*\); choose another place$/,
    );
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('where a folder is in its place', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'file'));
    expect(await refusalOf(folder, join(folder, 'file'))).toBe(
      "unavailable: ~/file: cannot be written (EISDIR: illegal operation on a directory, rename '~/file.PID.part' -> '~/file'); choose another place",
    );
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('in the words of the caller', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'file'));
    const refusal = await refusalOf(folder, join(folder, 'file'), { kind: 'not-found', advice: 'give up' });
    expect(refusal).toMatch(/^not-found: ~\/file: cannot be written \(.*\); give up$/);
  });

  it.skipIf(process.getuid?.() === 0)('where its folder may not be changed', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'closed', 'file');
    mkdirSync(join(folder, 'closed'));
    writeFileSync(path, 'old');
    chmodSync(join(folder, 'closed'), 0o500);
    expect(await refusalOf(folder, path)).toMatch(
      /^unavailable: ~\/closed\/file: cannot be written \(EACCES/,
    );
    chmodSync(join(folder, 'closed'), 0o700);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(join(folder, 'closed'))).toEqual(['file']);
  });

  it.skipIf(!hasBubblewrap)('on a disk that is for reading only', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'old');
    const stdout = await boxed([], `${writing} "${folder}/file" 3`);
    expect(stdout).toMatch(
      /^unavailable: .*\/file: cannot be written \(EROFS: .*\); choose another place\n$/,
    );
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it.skipIf(!hasBubblewrap)('on a disk that gets full', async () => {
    // A page for the old content, and one for a part of the new.
    const disk = ['--size', '8192', '--tmpfs', '/mnt'];
    const line = `printf old >/mnt/file; ${writing} /mnt/file 100000; cat /mnt/file; echo; ls -A /mnt`;
    expect(await boxed(disk, line)).toMatch(
      /^unavailable: \/mnt\/file: cannot be written \(ENOSPC: .*\); choose another place\nold\nfile\n$/,
    );
  });
});

/** Writes so many bytes to a path: `${writing} PATH BYTES`. */
const writing = `"${process.execPath}" "${fileURLToPath(new URL('fixtures/write.js', import.meta.url))}"`;

/** Runs a line of shell where no disk can be written to but those of the options. @returns what it printed */
async function boxed(disks: readonly string[], line: string): Promise<string> {
  const box = ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev'];
  return (await run('bwrap', [...box, ...disks, 'sh', '-c', line])).stdout;
}
