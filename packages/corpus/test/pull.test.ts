import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadMatrices, openSet, type Progress, pullBucket, sampleEntries } from '../src/index.ts';
import { type Bucket, cutAfter, fail, redirectTo, stallAfter, startBucket } from './bucket-server.ts';
import { activationFile, noise, sha256 } from './build-files.ts';
import { problemOf } from './problem.ts';
import { tempDir } from './temp-dir.ts';

const fileBytes = 60_000;
const names = ['a.bf16', 'b.bf16', 'sub/c d.bf16', 'e.bf16', 'f.bf16', 'g.bf16'];
const contentOf = (name: string): Uint8Array => noise(fileBytes, name.charCodeAt(0));
const contents = Object.fromEntries(names.map((name) => [name, contentOf(name)]));
const withHashes = `file,kind,sha256\n${names.map((name) => `${name},x,${sha256(contentOf(name))}\n`).join('')}`;
const withoutHashes = `file,kind\n${names.map((name) => `${name},x\n`).join('')}`;

const fast = { backoffMs: () => 1, timeoutMs: 2_000 };
const sound = { 'manifest.csv': withHashes, ...contents };

const newDir = async (): Promise<string> => join(await tempDir(), 'set');

async function assertWhole(dir: string, expected: readonly string[] = names): Promise<void> {
  const set = await openSet(dir);
  expect(set.entries.map(({ id }) => id)).toEqual(expected);
  const matrices = await loadMatrices(set, set.entries);
  expect(matrices.map(({ sha256 }) => sha256)).toEqual(expected.map((name) => sha256(contentOf(name))));
  const left = (await readdir(dir, { recursive: true })).filter((name) => /part|etag|new/.test(name));
  expect(left).toEqual([]);
}

test('a bucket becomes a set', async () => {
  const bucket = await startBucket(sound);
  const dir = await newDir();
  const seen: Progress[] = [];
  const result = await pullBucket(bucket.url, dir, {
    ...fast,
    onProgress: (progress) => seen.push(progress),
  });
  expect(result).toEqual({ dir, fileCount: 6, keptCount: 0, totalBytes: 6 * fileBytes });
  await assertWhole(dir);
  expect(seen.at(-1)).toMatchObject({ filesDone: 6, filesTotal: 6, bytesDone: 6 * fileBytes });
  expect(seen.every(({ currentFile }) => names.includes(currentFile))).toBe(true);
  expect(await readFile(join(dir, 'manifest.csv'), 'utf8')).toBe(withHashes);
});

test('the address may be that of the manifest, with a query that goes along and is not written down', async () => {
  const bucket = await startBucket(sound);
  const dir = await newDir();
  await pullBucket(`${bucket.url}/manifest.csv?signature=secret#top`, dir, fast);
  await assertWhole(dir);
  expect(await readFile(join(dir, '.pull.json'), 'utf8')).toBe(`{"url":"${bucket.url}","isComplete":true}\n`);
});

test('a count takes the same sample as from the whole set, and the manifest lists that sample', async () => {
  const bucket = await startBucket(sound);
  const dir = await newDir();
  const { fileCount } = await pullBucket(bucket.url, dir, { ...fast, count: 3, seed: 5 });
  const expected = sampleEntries(
    names.map((id) => ({ id })),
    3,
    5,
  ).map(({ id }) => id);
  expect(fileCount).toBe(3);
  await assertWhole(
    dir,
    names.filter((name) => expected.includes(name)),
  );
  expect(bucket.requests).toHaveLength(4);
});

test('a second pull fetches the manifest and nothing else, a larger one what is missing', async () => {
  const bucket = await startBucket(sound);
  const dir = await newDir();
  await pullBucket(bucket.url, dir, { ...fast, count: 2, seed: 1 });
  bucket.requests.length = 0;
  expect(await pullBucket(bucket.url, dir, { ...fast, count: 2, seed: 1 })).toMatchObject({ keptCount: 2 });
  expect(bucket.requests.map(({ path }) => path)).toEqual(['manifest.csv']);
  expect(await pullBucket(bucket.url, dir, fast)).toMatchObject({ fileCount: 6, keptCount: 2 });
  await assertWhole(dir);
  expect(bucket.requests).toHaveLength(1 + 1 + 4);
});

test('a file that was changed on the disk or in the bucket is fetched again', async () => {
  const bucket = await startBucket(sound);
  const dir = await newDir();
  await pullBucket(bucket.url, dir, fast);
  await writeFile(join(dir, 'b.bf16'), contentOf('b.bf16').subarray(0, 100));
  bucket.requests.length = 0;
  expect(await pullBucket(bucket.url, dir, fast)).toMatchObject({ keptCount: 5 });
  expect(bucket.requests.map(({ path }) => path)).toEqual(['manifest.csv', 'b.bf16']);
  await assertWhole(dir);
});

test('at most as many files at a time as asked for', async () => {
  const bucket = await startBucket(sound);
  let open = 0;
  let most = 0;
  for (const name of names) {
    bucket.script(name, ({ content, response }) => {
      open++;
      most = Math.max(most, open);
      setTimeout(() => {
        open--;
        response.end(content);
      }, 20);
    });
  }
  await pullBucket(bucket.url, await newDir(), { ...fast, concurrency: 2 });
  expect(most).toBe(2);
});

test('an activation of the competition is pulled and checked by the hash of its values', async () => {
  const values = noise(400);
  const bucket = await startBucket({
    'manifest.csv': `file,payload_bytes,sha256\nactivation_1.txt,400,${sha256(values)}\n`,
    'activation_1.txt': activationFile(values),
  });
  const dir = await newDir();
  await pullBucket(bucket.url, dir, fast);
  const set = await openSet(dir);
  expect((await loadMatrices(set, set.entries))[0].matrix.bytes).toEqual(values);
});

const mendable: Readonly<Record<string, (bucket: Bucket) => void>> = {
  'a server that fails three times': (bucket) => bucket.script('b.bf16', fail(500), fail(503), fail(429)),
  'a manifest that fails three times': (bucket) =>
    bucket.script('manifest.csv', fail(502), fail(500), fail(408)),
  'a manifest that is cut': (bucket) => bucket.script('manifest.csv', cutAfter(20)),
  'bodies that are cut': (bucket) => bucket.script('b.bf16', cutAfter(10_000), cutAfter(50_000)),
  'an empty body that is cut': (bucket) => bucket.script('b.bf16', cutAfter(0)),
  'other bytes than the manifest says': (bucket) =>
    bucket.script('b.bf16', ({ send }) => send(200, {}, noise(fileBytes, 99))),
  'a page instead of the file': (bucket) =>
    bucket.script('b.bf16', ({ send }) => send(200, {}, Buffer.from('<html>please log in</html>'))),
  'a redirect': (bucket) => bucket.script('b.bf16', redirectTo(`${bucket.url}/b.bf16`, 307)),
  'a relative redirect': (bucket) => bucket.script('b.bf16', redirectTo('/bucket/b.bf16', 301)),
};

test.each(Object.entries(mendable))('%s does not stop a pull', async (_, spoil) => {
  const bucket = await startBucket(sound);
  spoil(bucket);
  const dir = await newDir();
  await pullBucket(bucket.url, dir, fast);
  await assertWhole(dir);
});

test('a server that stalls is left, and the next try goes on from there', async () => {
  const bucket = await startBucket(sound);
  bucket.script('b.bf16', stallAfter(25_000));
  const dir = await newDir();
  await pullBucket(bucket.url, dir, { ...fast, timeoutMs: 500 });
  await assertWhole(dir);
  expect(bucket.requestsOf('b.bf16').map(({ range }) => range)).toEqual([undefined, 'bytes=25000-']);
  expect(bucket.requestsOf('b.bf16').at(-1)).toMatchObject({ status: 206, bodyBytes: 35_000 });
});

test('a slow server that never stalls is waited for', async () => {
  const bucket = await startBucket(sound);
  bucket.script('b.bf16', ({ response, content }) => {
    const pieces = Array.from({ length: 8 }, (_, i) => content.subarray(7_500 * i, 7_500 * (i + 1)));
    const next = (): void => {
      const piece = pieces.shift();
      if (piece === undefined) response.end();
      else response.write(piece, () => setTimeout(next, 150));
    };
    next();
  });
  const dir = await newDir();
  await pullBucket(bucket.url, dir, { ...fast, timeoutMs: 800, retries: 0 });
  await assertWhole(dir);
});

test('without hashes and versions, a cut download starts again', async () => {
  const bucket = await startBucket({ ...sound, 'manifest.csv': withoutHashes }, { etags: false });
  bucket.script('b.bf16', ({ response, content }) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 30_000));
    setTimeout(() => response.destroy(), 20);
  });
  const dir = await newDir();
  await pullBucket(bucket.url, dir, fast);
  await assertWhole(dir);
  expect(bucket.requestsOf('b.bf16').map(({ range }) => range)).toEqual([undefined, undefined]);
});

test('pauses between tries are as asked for', async () => {
  const bucket = await startBucket(sound);
  bucket.script('b.bf16', fail(500), fail(500));
  const pauses: number[] = [];
  await pullBucket(bucket.url, await newDir(), {
    ...fast,
    backoffMs: (retry) => {
      pauses.push(retry);
      return 1;
    },
  });
  expect(pauses).toEqual([1, 2]);
});

test('a folder with other content is left alone', async () => {
  const bucket = await startBucket(sound);
  const other = await startBucket(sound);
  const mine = await tempDir({ 'manifest.csv': 'file\nmine.bf16\n' });
  const pulled = await newDir();
  await pullBucket(other.url, pulled, fast);
  const aFile = join(await tempDir({ file: 'x' }), 'file');
  const tell = async (dir: string) =>
    (await problemOf(() => pullBucket(bucket.url, dir, fast)))
      .replaceAll(dir, '<dir>')
      .replaceAll(bucket.url, '<bucket>')
      .replaceAll(other.url, '<other>');
  expect([await tell(mine), await tell(pulled), await tell(aFile)]).toMatchInlineSnapshot(`
    [
      "conflict | <dir>: expected an empty folder or one pulled from <bucket>, got other files; choose another folder",
      "conflict | <dir>: expected an empty folder or one pulled from <bucket>, got one pulled from <other>; choose another folder",
      "not-found | <dir>: a part of the path is a file and no folder; check the path",
    ]
  `);
  expect(await readFile(join(mine, 'manifest.csv'), 'utf8')).toBe('file\nmine.bf16\n');
  expect(bucket.requests).toEqual([]);
  expect((await stat(aFile)).size).toBe(1);
});
