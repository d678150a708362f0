import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type PullOptions, pullBucket } from '../src/index.ts';
import { startBucket } from './bucket-server.ts';
import { problemOf } from './problem.ts';
import { tempDir } from './temp-dir.ts';

test('addresses and options that make no sense are told before anything is asked', async () => {
  const bucket = await startBucket({ 'manifest.csv': 'file\na.bf16\n' });
  const dir = join(await tempDir(), 'set');
  const tell = (address: string, options: PullOptions = {}) =>
    problemOf(() => pullBucket(address, dir, options));
  expect([
    await tell('bucket'),
    await tell('ftp://host/bucket'),
    await tell('file:///etc'),
    await tell('https://user:secret@host/bucket'),
    await tell(bucket.url, { count: 0 }),
    await tell(bucket.url, { seed: -1 }),
    await tell(bucket.url, { concurrency: 0 }),
    await tell(bucket.url, { timeoutMs: Number.POSITIVE_INFINITY }),
    await tell(bucket.url, { retries: 0.5 }),
    await tell(bucket.url, { maxFileBytes: 0 }),
  ]).toMatchInlineSnapshot(`
    [
      "usage | address of the bucket: expected an http or https address without user and password, got "bucket"; pass another address",
      "usage | address of the bucket: expected an http or https address without user and password, got "ftp://host/bucket"; pass another address",
      "usage | address of the bucket: expected an http or https address without user and password, got "file:///etc"; pass another address",
      "usage | address of the bucket: expected an http or https address without user and password, got https://host/bucket; pass another address",
      "usage | sample count: expected a whole number above 0, got 0; pass how many files to take",
      "usage | seed: expected a whole number from 0 to 4294967295, got -1; pass another seed",
      "usage | concurrency: expected a whole number from 1 to 64, got 0; pass another number",
      "usage | timeoutMs: expected a whole number from 1 to 2147483647, got Infinity; pass another number",
      "usage | retries: expected a whole number from 0 to 100, got 0.5; pass another number",
      "usage | maxFileBytes: expected a whole number from 1 to 1073741824, got 0; pass another number",
    ]
  `);
  expect(bucket.requests).toEqual([]);
});
