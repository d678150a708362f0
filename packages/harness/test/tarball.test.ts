import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { create, Header } from 'tar';
import { expect, it, onTestFinished } from 'vitest';
import { tarballLimits, unpackTarball } from '../src/tarball.ts';
import { builtSolution } from './sandbox-fixtures/pools.ts';

interface Entry {
  readonly path: string;
  readonly text?: string;
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO';
  readonly linkpath?: string;
  readonly mode?: number;
  /** What the header says, when it is not the length of the text. */
  readonly size?: number;
}

const manifest: Entry = { path: 'package/manifest.json', text: '{}' };

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'arena-tarball-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

/** An archive as a hostile author would make it: each entry is a block of 512 bytes and its text, filled up. */
function archiveOf(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ text = '', type = 'File', mode = 0o644, size, ...rest }) => {
    const block = Buffer.alloc(512);
    new Header({ ...rest, type, mode, size: size ?? Buffer.byteLength(text), mtime: new Date(0) }).encode(
      block,
    );
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512);
    body.write(text);
    return [block, body];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

async function tarballOf(bytes: Buffer): Promise<{ path: string; into: string }> {
  const home = await folder();
  await writeFile(join(home, 'package.tgz'), bytes);
  return { path: join(home, 'package.tgz'), into: join(home, 'unpacked') };
}

it('a packed solution is unpacked, its modes made plain', async () => {
  const home = await folder();
  await create(
    { gzip: true, file: join(home, 'package.tgz'), cwd: builtSolution('baseline'), prefix: 'package' },
    ['manifest.json', 'package.json', 'dist'],
  );
  await unpackTarball(join(home, 'package.tgz'), join(home, 'unpacked'));
  for (const name of ['manifest.json', 'dist/index.js'])
    expect(await readFile(join(home, 'unpacked', name))).toEqual(
      await readFile(join(builtSolution('baseline'), name)),
    );
});

it('files are neither executable nor of another user', async () => {
  const { path, into } = await tarballOf(
    gzipSync(archiveOf([manifest, { path: 'package/run.sh', text: 'x', mode: 0o6777 }])),
  );
  await unpackTarball(path, into);
  expect((await stat(join(into, 'run.sh'))).mode & 0o7777 & ~0o022).toBe(0o644);
});

it.each<[string, Entry, string]>([
  ['an absolute path', { path: '/etc/cron.d/x' }, 'is no path below package/'],
  ['a path that leads out', { path: 'package/../../x' }, 'is no path below package/'],
  ['a path that leads out further in', { path: 'package/dist/../../../x' }, 'is no path below package/'],
  ['another top', { path: 'x' }, 'is no path below package/'],
  ['a path with a backslash', { path: 'package/..\\..\\x' }, 'is no path below package/'],
  ['a path with a line break', { path: 'package/a\nb' }, 'is no path below package/'],
  ['an empty part', { path: 'package//x' }, 'is no path below package/'],
  ['the prefix as a file', { path: 'package' }, 'is no path below package/'],
  ['a link', { path: 'package/x', type: 'SymbolicLink', linkpath: '/etc/passwd' }, 'x is a SymbolicLink'],
  ['a hard link', { path: 'package/x', type: 'Link', linkpath: 'package/manifest.json' }, 'x is a Link'],
  ['a device', { path: 'package/x', type: 'CharacterDevice' }, 'x is a CharacterDevice'],
  ['a pipe', { path: 'package/x', type: 'FIFO' }, 'x is a FIFO'],
  ['a library of its own', { path: 'package/node_modules/left-pad/index.js' }, 'is a library'],
  ['one file twice', manifest, 'manifest.json is in it twice'],
  ['a file that is a folder, too', { path: 'package/manifest.json/x' }, 'do not fit beside each other'],
  ['a file that ends early', { path: 'package/x', size: 5000 }, 'it is no tarball'],
])('%s is refused, and nothing is left of it', async (_, entry, reason) => {
  const { path, into } = await tarballOf(gzipSync(archiveOf([manifest, entry])));
  const refused = unpackTarball(path, into);
  await expect(refused).rejects.toMatchObject({
    kind: 'bad-format',
    message: expect.stringContaining(reason),
  });
  await expect(readdir(into)).rejects.toMatchObject({ code: 'ENOENT' });
});

it.each<[string, Buffer, string]>([
  ['text', Buffer.from('not a tarball'), 'it is not a gzip file'],
  ['packed text', gzipSync('not a tarball'), 'it is no tarball'],
  ['nothing', gzipSync(''), 'it is no tarball'],
  ['no manifest', gzipSync(archiveOf([{ path: 'package/dist/manifest.json' }])), 'there is no manifest.json'],
  ['packed twice', gzipSync(gzipSync(archiveOf([manifest]))), 'it is packed twice'],
])('%s is refused', async (_, bytes, reason) => {
  const { path, into } = await tarballOf(bytes);
  const refused = unpackTarball(path, into);
  await expect(refused).rejects.toMatchObject({
    kind: 'bad-format',
    message: expect.stringContaining(reason),
  });
});

it.each<[string, Buffer]>([
  ['a bomb', gzipSync(Buffer.alloc(60e6))],
  ['a large file', gzipSync(archiveOf([manifest, { path: 'package/x', text: 'x'.repeat(21e6) }]))],
  ['a large tarball', Buffer.alloc(21e6)],
  [
    'many files',
    gzipSync(archiveOf([manifest, ...Array.from({ length: 1000 }, (_, i) => ({ path: `package/${i}` }))])),
  ],
])('%s is more than is allowed', async (_, bytes) => {
  const { path, into } = await tarballOf(bytes);
  await expect(unpackTarball(path, into)).rejects.toMatchObject({ kind: 'limit-exceeded' });
});

it('a bomb costs no more memory than the limit', async () => {
  const { path, into } = await tarballOf(gzipSync(Buffer.alloc(400e6)));
  const limits = { ...tarballLimits, unpackedBytes: 1e6 };
  const before = process.memoryUsage().rss;
  await expect(unpackTarball(path, into, limits)).rejects.toMatchObject({ kind: 'limit-exceeded' });
  expect(process.memoryUsage().rss - before).toBeLessThan(3e7);
});

it('a missing tarball and a folder in use are told', async () => {
  const home = await folder();
  await expect(unpackTarball(join(home, 'no.tgz'), join(home, 'into'))).rejects.toMatchObject({
    kind: 'not-found',
  });
  await mkdir(join(home, 'full/x'), { recursive: true });
  await expect(unpackTarball(join(home, 'no.tgz'), join(home, 'full'))).rejects.toMatchObject({
    kind: 'conflict',
  });
});
