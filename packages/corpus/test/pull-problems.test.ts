import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSet, type PullOptions, pullBucket } from '../src/index.ts';
import { type Behaviour, type Bucket, fail, redirectTo, stallAfter, startBucket } from './bucket-server.ts';
import { noise, sha256 } from './build-files.ts';
import { problemOf } from './problem.ts';
import { tempDir } from './temp-dir.ts';

const content = noise(20_000);
const fast = { backoffMs: () => 1, timeoutMs: 2_000, retries: 2 };
const manifest = `file,sha256\na.bf16,${sha256(content)}\nb.bf16,${sha256(content)}\n`;
const sound = { 'manifest.csv': manifest, 'a.bf16': content, 'b.bf16': content };
const always = (behaviour: Behaviour): Behaviour[] => Array.from({ length: 20 }, () => behaviour);

/** What a pull ends with, and that the folder is no set afterwards. */
async function pullProblem(bucket: Bucket, options: PullOptions = {}): Promise<string> {
  const dir = join(await tempDir(), 'set');
  const problem = await problemOf(() => pullBucket(bucket.url, dir, { ...fast, ...options }));
  expect(await problemOf(() => openSet(dir))).toMatch(/^(not-found|conflict) \| /);
  expect(await readdir(join(dir, '..'))).toEqual(problem.includes('/manifest.csv') ? [] : ['set']);
  return problem.replaceAll(bucket.url, '<bucket>').replace(/127\.0\.0\.1:\d+/g, '<host>');
}

async function scripted(
  name: string,
  behaviour: Behaviour,
  options?: PullOptions,
): Promise<{ problem: string; tries: number }> {
  const bucket = await startBucket(sound);
  bucket.script(name, ...always(behaviour));
  const problem = await pullProblem(bucket, options);
  return { problem, tries: bucket.requestsOf(name).length };
}

/** A server whose port is free again once it is closed. */
async function startEmptyServer(): Promise<{ port: number; close: () => Promise<unknown> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, close: () => once(server.close(), 'close') };
}

const endless: Behaviour = ({ response }) => {
  const more = (): void => {
    if (!response.destroyed) response.write(noise(16_384), () => setImmediate(more));
  };
  more();
};
const oversized: Behaviour = ({ response, content: file }) => {
  response.writeHead(200, { 'content-length': 10 ** 12 });
  response.write(file);
};

test('what a file ends a pull with, and after how many tries', async () => {
  expect({
    '404': await scripted('b.bf16', fail(404)),
    '410': await scripted('b.bf16', fail(410)),
    '403': await scripted('b.bf16', fail(403)),
    '304': await scripted('b.bf16', fail(304)),
    '500': await scripted('b.bf16', fail(500)),
    '429 without retries': await scripted('b.bf16', fail(429), { retries: 0 }),
    'stalled body': await scripted('b.bf16', stallAfter(5_000), { timeoutMs: 300 }),
    'no answer': await scripted('b.bf16', () => undefined, { timeoutMs: 300 }),
    'connection closed': await scripted('b.bf16', ({ response }) => response.destroy()),
    'other bytes': await scripted('b.bf16', ({ send }) => send(200, {}, noise(20_000, 7))),
    'odd bytes': await scripted('b.bf16', ({ send }) => send(200, {}, noise(19_999))),
    'announced too large': await scripted('b.bf16', oversized, { maxFileBytes: 30_000 }),
    'turns out too large': await scripted('b.bf16', endless, { maxFileBytes: 30_000 }),
    'redirect to a file': await scripted('b.bf16', redirectTo('file:///etc/passwd')),
    'redirect to data': await scripted('b.bf16', redirectTo('data:,x')),
    'redirect to nothing': await scripted('b.bf16', redirectTo('http://')),
    'redirect without end': await scripted('b.bf16', redirectTo('b.bf16')),
  }).toMatchInlineSnapshot(`
    {
      "304": {
        "problem": "network | <bucket>/b.bf16: expected status 200, got 304; check the address and your access to it",
        "tries": 1,
      },
      "403": {
        "problem": "network | <bucket>/b.bf16: expected status 200, got 403; check the address and your access to it",
        "tries": 1,
      },
      "404": {
        "problem": "not-found | <bucket>/b.bf16: expected status 200, got 404; check the address and its manifest.csv",
        "tries": 1,
      },
      "410": {
        "problem": "not-found | <bucket>/b.bf16: expected status 200, got 410; check the address and its manifest.csv",
        "tries": 1,
      },
      "429 without retries": {
        "problem": "network | <bucket>/b.bf16: expected status 200, got 429; gave up after 1 try; try again later",
        "tries": 1,
      },
      "500": {
        "problem": "network | <bucket>/b.bf16: expected status 200, got 500; gave up after 3 tries; try again later",
        "tries": 3,
      },
      "announced too large": {
        "problem": "limit-exceeded | <bucket>/b.bf16: expected at most 30000 bytes, got more; raise the limit if you trust the address",
        "tries": 1,
      },
      "connection closed": {
        "problem": "network | <bucket>/b.bf16: expected a connection that lasts, got UND_ERR_SOCKET; gave up after 3 tries; try again later",
        "tries": 3,
      },
      "no answer": {
        "problem": "network | <bucket>/b.bf16: expected a byte within 300 ms, got none; gave up after 3 tries; try again later",
        "tries": 3,
      },
      "odd bytes": {
        "problem": "bad-format | <bucket>/b.bf16: expected an even number of bytes, two for a value, got 19999; gave up after 3 tries; try again later",
        "tries": 3,
      },
      "other bytes": {
        "problem": "bad-format | <bucket>/b.bf16: expected sha256 979f9d1a5af2890de965a478ae1b0169a1c345c1249de7fd1147e7e8df157917 as in the manifest, got 54434f2bdbe05d6a42a91a61f01c9fdf24afe9861d8bdbcd190c21f8c01f8ed2; gave up after 3 tries; try again later",
        "tries": 3,
      },
      "redirect to a file": {
        "problem": "unsupported | <bucket>/b.bf16: expected a redirect to http or https, got file; pass the address that it redirects to, if you trust it",
        "tries": 1,
      },
      "redirect to data": {
        "problem": "unsupported | <bucket>/b.bf16: expected a redirect to http or https, got data; pass the address that it redirects to, if you trust it",
        "tries": 1,
      },
      "redirect to nothing": {
        "problem": "unsupported | <bucket>/b.bf16: expected a redirect to http or https, got no address; pass the address that it redirects to, if you trust it",
        "tries": 1,
      },
      "redirect without end": {
        "problem": "network | <bucket>/b.bf16: expected at most 5 redirects, got more; check the address",
        "tries": 6,
      },
      "stalled body": {
        "problem": "network | <bucket>/b.bf16: expected a byte within 300 ms, got none; gave up after 3 tries; try again later",
        "tries": 3,
      },
      "turns out too large": {
        "problem": "limit-exceeded | <bucket>/b.bf16: expected at most 30000 bytes, got more; raise the limit if you trust the address",
        "tries": 1,
      },
    }
  `);
});

test('what a manifest ends a pull with, and nothing is left behind', async () => {
  const served = async (text: string) =>
    pullProblem(await startBucket({ 'manifest.csv': text, 'a.bf16': content }));
  expect({
    '404': await scripted('manifest.csv', fail(404)),
    '500': await scripted('manifest.csv', fail(500)),
    'without end': await scripted('manifest.csv', endless, { maxFileBytes: 50_000 }),
    'announced too large': await scripted('manifest.csv', oversized),
    empty: await served(''),
    'header only': await served('file\n'),
    'a page': await served('<html>\n<p>please log in</p>\n</html>\n'),
    parent: await served('file\n../a.bf16\n'),
    'parent inside': await served('file\nsub/../../a.bf16\n'),
    absolute: await served('file\n/a.bf16\n'),
    backslash: await served('file\n..\\a.bf16\n'),
    encoded: await served('file\n%2e%2e/a.bf16\n'),
    NUL: await served('file\na\0.bf16\n'),
    drive: await served('file\nC:/a.bf16\n'),
    address: await served('file\nhttp://127.0.0.1/a.bf16\n'),
    'the manifest itself': await served('file\nmanifest.csv\n'),
    'the state of the pull': await served('file\n.pull.json\n'),
    'unknown format': await served('file\na.bf16\na.gguf\n'),
  }).toMatchInlineSnapshot(`
    {
      "404": {
        "problem": "not-found | <bucket>/manifest.csv: expected status 200, got 404; check the address and its manifest.csv",
        "tries": 1,
      },
      "500": {
        "problem": "network | <bucket>/manifest.csv: expected status 200, got 500; gave up after 3 tries; try again later",
        "tries": 3,
      },
      "NUL": "bad-format | <bucket>/manifest.csv line 2: expected the name of a file inside the set, got a control or format character, "a\\u0000.bf16"; correct the manifest",
      "a page": "unsupported | <bucket>/manifest.csv line 2 file <p>please log in</p>: expected one of .bf16, .npy, .safetensors, .txt, got no extension; convert the file or leave it out",
      "absolute": "bad-format | <bucket>/manifest.csv line 2: expected the name of a file inside the set, got an absolute path, "/a.bf16"; correct the manifest",
      "address": "bad-format | <bucket>/manifest.csv line 2: expected the name of a file inside the set, got a colon, "http://127.0.0.1/a.bf16"; correct the manifest",
      "announced too large": {
        "problem": "limit-exceeded | <bucket>/manifest.csv: expected at most 33554432 bytes, got more; raise the limit if you trust the address",
        "tries": 1,
      },
      "backslash": "bad-format | <bucket>/manifest.csv line 2: expected the name of a file inside the set, got a backslash, "..\\\\a.bf16"; correct the manifest",
      "drive": "bad-format | <bucket>/manifest.csv line 2: expected the name of a file inside the set, got a colon, "C:/a.bf16"; correct the manifest",
      "empty": "bad-format | <bucket>/manifest.csv: expected a header line, got an empty file; correct the manifest",
      "encoded": "bad-format | <bucket>/manifest.csv line 2: expected the name of a file inside the set, got an encoded dot, slash or NUL, "%2e%2e/a.bf16"; correct the manifest",
      "header only": "bad-format | <bucket>/manifest.csv: expected a line for each file, got a header only; correct the manifest",
      "parent": "bad-format | <bucket>/manifest.csv line 2: expected the name of a file inside the set, got a step to another folder, "../a.bf16"; correct the manifest",
      "parent inside": "bad-format | <bucket>/manifest.csv line 2: expected the name of a file inside the set, got a step to another folder, "sub/../../a.bf16"; correct the manifest",
      "the manifest itself": "unsupported | <bucket>/manifest.csv line 2 file manifest.csv: expected one of .bf16, .npy, .safetensors, .txt, got .csv; convert the file or leave it out",
      "the state of the pull": "unsupported | <bucket>/manifest.csv line 2 file .pull.json: expected one of .bf16, .npy, .safetensors, .txt, got .json; convert the file or leave it out",
      "unknown format": "unsupported | <bucket>/manifest.csv line 3 file a.gguf: expected one of .bf16, .npy, .safetensors, .txt, got .gguf; convert the file or leave it out",
      "without end": {
        "problem": "limit-exceeded | <bucket>/manifest.csv: expected at most 50000 bytes, got more; raise the limit if you trust the address",
        "tries": 1,
      },
    }
  `);
});

test('a server that is not there is told', async () => {
  const { port, close } = await startEmptyServer();
  await close();
  const problem = await problemOf(async () =>
    pullBucket(`http://127.0.0.1:${port}/x`, join(await tempDir(), 'set'), { ...fast, retries: 1 }),
  );
  expect(problem.replace(String(port), '<port>')).toMatchInlineSnapshot(
    `"network | http://127.0.0.1:<port>/x/manifest.csv: expected a connection that lasts, got ECONNREFUSED; gave up after 2 tries; try again later"`,
  );
});

test('the first failure stops the others, and nothing runs on', async () => {
  const bucket = await startBucket(sound);
  bucket.script('a.bf16', stallAfter(100));
  bucket.script('b.bf16', fail(404));
  const before = Date.now();
  expect(await pullProblem(bucket, { timeoutMs: 20_000 })).toMatch(/^not-found \| <bucket>\/b\.bf16: /);
  expect(Date.now() - before).toBeLessThan(5_000);
});

test('an error of the caller comes through', async () => {
  const bucket = await startBucket(sound);
  const onProgress = (): never => {
    throw new RangeError('of the caller');
  };
  const dir = join(await tempDir(), 'set');
  await expect(pullBucket(bucket.url, dir, { ...fast, onProgress })).rejects.toThrow(RangeError);
});
