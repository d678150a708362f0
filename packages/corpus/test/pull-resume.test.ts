import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadMatrices, openSet, pullBucket } from '../src/index.ts';
import { type Bucket, etagOf, stallAfter, startBucket } from './bucket-server.ts';
import { noise, sha256 } from './build-files.ts';
import { problemOf } from './problem.ts';
import { tempDir } from './temp-dir.ts';

const fileBytes = 80_000;
const held = 30_000;
const names = ['a.bf16', 'b.bf16', 'c.bf16'];
const contentOf = (name: string): Uint8Array => noise(fileBytes, name.charCodeAt(0));
const contents = Object.fromEntries(names.map((name) => [name, contentOf(name)]));
const withHashes = `file,sha256\n${names.map((name) => `${name},${sha256(contentOf(name))}\n`).join('')}`;
const withoutHashes = `file\n${names.join('\n')}\n`;
const fast = { backoffMs: () => 1, timeoutMs: 5_000, concurrency: 1 };

async function assertWhole(dir: string): Promise<void> {
  const set = await openSet(dir);
  const matrices = await loadMatrices(set, set.entries);
  expect(matrices.map((matrix) => [matrix.id, matrix.sha256])).toEqual(
    names.map((name) => [name, sha256(contentOf(name))]),
  );
  expect((await readdir(dir)).sort()).toEqual(['.pull.json', ...names, 'manifest.csv']);
}

/** Pulls until `a` is there and `b` has come to `held` bytes, then stops. */
async function stoppedPull(bucket: Bucket): Promise<string> {
  const dir = join(await tempDir(), 'set');
  bucket.script('b.bf16', stallAfter(held));
  const stop = new AbortController();
  const work = pullBucket(bucket.url, dir, {
    ...fast,
    signal: stop.signal,
    onProgress: ({ bytesDone }) => {
      if (bytesDone === fileBytes + held) stop.abort();
    },
  });
  expect(await problemOf(() => work)).toMatch(
    /^interrupted \| http:\S+: stopped; run the same pull again to continue$/,
  );
  bucket.requests.length = 0;
  return dir;
}

test('a pull that was stopped is no set, and holds what it has got', async () => {
  const bucket = await startBucket({ 'manifest.csv': withHashes, ...contents });
  const dir = await stoppedPull(bucket);
  expect((await readdir(dir)).sort()).toEqual(['.pull.json', 'a.bf16', 'b.bf16.part', 'b.bf16.part.etag']);
  expect((await stat(join(dir, 'b.bf16.part'))).size).toBe(held);
  const problem = await problemOf(() => openSet(dir));
  expect(problem.replace(dir, '<dir>').replace(bucket.url, '<bucket>')).toMatchInlineSnapshot(
    `"conflict | <dir>: expected a complete set, got the rest of a pull from <bucket> that was stopped; run the pull again"`,
  );
});

test.each([
  { name: 'hashes and versions', manifest: withHashes, etags: true },
  { name: 'hashes alone', manifest: withHashes, etags: false },
  { name: 'versions alone', manifest: withoutHashes, etags: true },
])('with $name, what was fetched is not fetched again', async ({ manifest, etags }) => {
  const bucket = await startBucket({ 'manifest.csv': manifest, ...contents }, { etags });
  const dir = await stoppedPull(bucket);
  expect(await pullBucket(bucket.url, dir, fast)).toMatchObject({ fileCount: 3, keptCount: 1 });
  await assertWhole(dir);
  expect(bucket.requests).toEqual([
    { path: 'manifest.csv', range: undefined, status: 200, bodyBytes: manifest.length },
    { path: 'b.bf16', range: `bytes=${held}-`, status: 206, bodyBytes: fileBytes - held },
    { path: 'c.bf16', range: undefined, status: 200, bodyBytes: fileBytes },
  ]);
});

test('a server that knows no ranges sends the whole file again', async () => {
  const bucket = await startBucket({ 'manifest.csv': withHashes, ...contents }, { ranges: false });
  const dir = await stoppedPull(bucket);
  await pullBucket(bucket.url, dir, fast);
  await assertWhole(dir);
  expect(bucket.requestsOf('b.bf16')).toMatchObject([
    { range: `bytes=${held}-`, status: 200, bodyBytes: fileBytes },
  ]);
});

test('a file that has changed in the meantime is fetched from its start', async () => {
  const bucket = await startBucket({ 'manifest.csv': withoutHashes, ...contents });
  bucket.files.set('b.bf16', noise(fileBytes, 77));
  const dir = await stoppedPull(bucket);
  bucket.files.set('b.bf16', contentOf('b.bf16'));
  await pullBucket(bucket.url, dir, fast);
  await assertWhole(dir);
  expect(bucket.requestsOf('b.bf16')).toMatchObject([{ status: 200, bodyBytes: fileBytes }]);
});

test('a part that was whole already is only checked', async () => {
  const bucket = await startBucket({ 'manifest.csv': withHashes, ...contents });
  const dir = await stoppedPull(bucket);
  await writeFile(join(dir, 'b.bf16.part'), contentOf('b.bf16'));
  await pullBucket(bucket.url, dir, fast);
  await assertWhole(dir);
  expect(bucket.requestsOf('b.bf16')).toMatchObject([{ status: 416, bodyBytes: 0 }]);
});

test.each([
  { name: 'damaged', part: noise(held, 5), statuses: [206, 200] },
  { name: 'longer than the file', part: noise(fileBytes + 2, 5), statuses: [416, 200] },
])('a part that is $name is thrown away', async ({ part, statuses }) => {
  const bucket = await startBucket({ 'manifest.csv': withHashes, ...contents });
  const dir = await stoppedPull(bucket);
  await writeFile(join(dir, 'b.bf16.part'), part);
  await pullBucket(bucket.url, dir, fast);
  await assertWhole(dir);
  expect(bucket.requestsOf('b.bf16').map(({ status }) => status)).toEqual(statuses);
});

test.each([
  {
    name: 'another range',
    manifest: withHashes,
    range: `bytes ${held - 10}-${fileBytes - 1}/${fileBytes}`,
    etag: etagOf(contentOf('b.bf16')),
  },
  {
    name: 'a range of another version',
    manifest: withHashes,
    range: `bytes ${held}-${fileBytes - 1}/${fileBytes}`,
    etag: '"other"',
  },
  {
    name: 'a range of no version, where no hash would tell',
    manifest: withoutHashes,
    range: `bytes ${held}-${fileBytes - 1}/${fileBytes}`,
    etag: undefined,
  },
  { name: 'a range that is none', manifest: withHashes, range: 'bytes', etag: etagOf(contentOf('b.bf16')) },
])('an answer with $name is not appended', async ({ manifest, range, etag }) => {
  const bucket = await startBucket({ 'manifest.csv': manifest, ...contents });
  const dir = await stoppedPull(bucket);
  bucket.script('b.bf16', ({ send }) =>
    send(206, { 'content-range': range, ...(etag && { etag }) }, noise(fileBytes - held, 3)),
  );
  await pullBucket(bucket.url, dir, fast);
  await assertWhole(dir);
  expect(bucket.requestsOf('b.bf16').map(({ status }) => status)).toEqual([206, 200]);
});

test('a range in several pieces is put together', async () => {
  const bucket = await startBucket({ 'manifest.csv': withHashes, ...contents });
  const dir = await stoppedPull(bucket);
  bucket.script('b.bf16', ({ send, content }) => {
    const range = `bytes ${held}-${held + 999}/${fileBytes}`;
    send(206, { 'content-range': range, etag: etagOf(content) }, content.subarray(held, held + 1_000));
  });
  await pullBucket(bucket.url, dir, fast);
  await assertWhole(dir);
  expect(bucket.requestsOf('b.bf16').map(({ range }) => range)).toEqual([
    `bytes=${held}-`,
    `bytes=${held + 1_000}-`,
  ]);
});

test('the first step of a pull is no other content', async () => {
  const bucket = await startBucket({ 'manifest.csv': withHashes, ...contents });
  const dir = await tempDir({ '.pull.json.new': '{' });
  await pullBucket(bucket.url, dir, fast);
  await assertWhole(dir);
});

test('a damaged state is told', async () => {
  const bucket = await startBucket({ 'manifest.csv': withHashes, ...contents });
  const dir = await tempDir({ '.pull.json': '{"url":' });
  const told = `bad-format | ${dir}/.pull.json: it is damaged: remove the folder and pull again`;
  expect(await problemOf(() => pullBucket(bucket.url, dir, fast))).toBe(told);
  expect(await problemOf(() => openSet(dir))).toBe(told);
});

test('a pull that was stopped before it began asks nothing', async () => {
  const bucket = await startBucket({ 'manifest.csv': withHashes, ...contents });
  const dir = join(await tempDir(), 'set');
  const signal = AbortSignal.abort();
  expect(await problemOf(() => pullBucket(bucket.url, dir, { ...fast, signal }))).toMatch(/^interrupted/);
  expect(bucket.requests).toEqual([]);
});

test('a process that is killed leaves what the next one can go on from', async () => {
  const bucket = await startBucket({ 'manifest.csv': withHashes, ...contents });
  const dir = join(await tempDir(), 'set');
  bucket.script('b.bf16', stallAfter(held));
  const program = `
    const { pullBucket } = await import(process.argv[1]);
    await pullBucket(process.argv[2], process.argv[3], {
      concurrency: 1,
      onProgress: ({ bytesDone }) => { if (bytesDone === ${fileBytes + held}) process.kill(process.pid, 'SIGKILL'); },
    });`;
  const module = new URL('../dist/index.js', import.meta.url).href;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, module, bucket.url, dir], {
    stdio: 'inherit',
  });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  expect(await problemOf(() => openSet(dir))).toMatch(/^conflict \| /);
  bucket.requests.length = 0;
  expect(await pullBucket(bucket.url, dir, fast)).toMatchObject({ keptCount: 1 });
  await assertWhole(dir);
  expect(bucket.requestsOf('b.bf16')).toMatchObject([
    { range: `bytes=${held}-`, bodyBytes: fileBytes - held },
  ]);
});
