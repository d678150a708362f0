import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Solution } from '@matrix-arena/contract';
import { describe, expect, it, vi } from 'vitest';
import {
  endServersAfterEach,
  failureOf,
  gatedSolution,
  post,
  raw,
  serve,
  serveFixture,
  untilRefused,
} from './serve-process.ts';

const baseline = fileURLToPath(new URL('../../../solutions/baseline', import.meta.url));
const four = Uint8Array.of(1, 2, 3, 4);
/** What the fixtures make of it. */
const frameOfFour = Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0, ...four);
const untilThere = (path: string) => vi.waitFor(() => access(path), { timeout: 20_000 });
const oneThread = ['--concurrency', '1'];

describe('arena serve and codecs that fail', () => {
  endServersAfterEach();

  it('ends a call that takes too long with 504, and replaces its thread', async () => {
    const served = await serveFixture('hangs', ...oneThread, '--call-limit-ms', '300');
    expect(await failureOf(await post(served, '/compress', [['file', four]]))).toEqual({
      status: 504,
      kind: 'timeout',
      what: 'compress',
      expected: 'an answer in time',
      got: 'more than 300 ms',
      hint: 'send a smaller matrix, or raise --call-limit-ms',
    });
    const next = await post(served, '/decompress', [['file', frameOfFour]]);
    expect([...new Uint8Array(await next.arrayBuffer())]).toEqual([...four]);
  });

  it.each([
    ['exits', 'the thread ended with code 0'],
    ['throws-on-compress', 'RangeError: cannot do this one'],
    ['returns-string', 'TypeError: expected a Uint8Array, got string'],
  ])('goes on after one that %s', async (name, got) => {
    const served = await serveFixture(name, ...oneThread);
    for (const _ of [1, 2]) {
      const failure = await failureOf(await post(served, '/compress', [['file', four]]));
      expect(failure).toMatchObject({ status: 500, kind: 'internal', what: 'compress', got });
    }
    expect((await post(served, '/decompress', [['file', frameOfFour]])).status).toBe(200);
  });

  it('lets a codec print nothing', async () => {
    const served = await serveFixture('prints', ...oneThread);
    expect((await post(served, '/compress', [['file', four]])).status).toBe(200);
    served.kill('SIGTERM');
    await served.ended;
    expect(served.stdout()).toMatch(/^arena serve: .*\n$/);
  });

  it('passes on what a codec finds wrong with a frame, with 422', async () => {
    const served = await serve(baseline, ...oneThread);
    const frame = new Uint8Array(await (await post(served, '/compress', [['file', four]])).arrayBuffer());
    expect(await failureOf(await post(served, '/decompress', [['file', frame.slice(0, -1)]]))).toMatchObject({
      status: 422,
      kind: 'truncated',
      hint: 'send the whole frame',
    });
    const corrupt = await post(served, '/decompress', [['file', frame.fill(7, 0, 4)]]);
    expect(await failureOf(corrupt)).toMatchObject({ status: 422, kind: 'corrupt', what: 'magic' });
  });
});

describe('arena serve with much to do', () => {
  endServersAfterEach();

  it('answers /health during a call, refuses what is too much with 503, and serves what waits', async () => {
    const { folder, started, open } = await gatedSolution();
    const served = await serve(folder, ...oneThread, '--queue', '1');
    const calls = [1, 2, 3].map(() => post(served, '/compress', [['file', four]]));
    // Whichever comes last: two have their places and cannot end yet.
    const refused = await Promise.race(calls);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await failureOf(refused)).toMatchObject({
      status: 503,
      kind: 'rate-limited',
      expected: 'at most 2',
    });
    await untilThere(started);
    expect((await fetch(`${served.address}/health`)).status).toBe(200);
    await open();
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 503]);
    expect((await post(served, '/compress', [['file', four]])).status).toBe(200);
  });

  it('forgets a client that goes away', async () => {
    const { folder, started, open } = await gatedSolution();
    const served = await serve(folder, ...oneThread, '--queue', '1');
    const first = post(served, '/compress', [['file', four]]);
    await untilThere(started);
    const controller = new AbortController();
    const others = [1, 2].map(() => post(served, '/compress', [['file', four]], controller.signal));
    // One of them is refused: so the other waits.
    expect((await Promise.race(others)).status).toBe(503);
    controller.abort();
    expect((await Promise.allSettled(others)).map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    await vi.waitFor(() => expect(served.stderr()).toMatch(/^POST \/compress 499 /m));
    const last = post(served, '/compress', [['file', four]]);
    await open();
    expect([(await first).status, (await last).status]).toEqual([200, 200]);
  });

  const head = 'POST /compress HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n';

  it('refuses a body that is too long with 413: before it comes, or as soon as it is clear', async () => {
    const served = await serveFixture('store', '--max-body-bytes', '1000');
    const chunk = `258\r\n${'x'.repeat(600)}\r\n`;
    const answers = await Promise.all([
      raw(served, `${head}Content-Length: 1001\r\n\r\n`, '}}'),
      raw(served, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk}${chunk}`, '}}'),
    ]);
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
      expect(answer).toContain('"expected":"at most 1000 bytes"');
    }
    expect((await post(served, '/compress', [['file', new Uint8Array(2000)]])).status).toBe(413);
    expect((await post(served, '/compress', [['file', new Uint8Array(600)]])).status).toBe(200);
  });

  it('waits for nobody for ever: 408 when headers, a body or chunks stay away', async () => {
    const served = await serveFixture('store', '--request-limit-ms', '200');
    const beginnings = [
      'POST /compress HTTP/1.1\r\nHo',
      `${head}Content-Length: 900\r\n\r\n--b\r\n`,
      `${head}Transfer-Encoding: chunked\r\n\r\n5\r\n--b\r\n\r\n`,
    ];
    for (const answer of await Promise.all(beginnings.map((beginning) => raw(served, beginning)))) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 .*\r\nContent-Type: application\/json\r\n/);
      expect(answer).toContain('{"error":{"kind":"timeout","what":"request"');
    }
    expect((await fetch(`${served.address}/health`)).status).toBe(200);
    const logged = () =>
      served
        .stderr()
        .match(/^\S+ \S+ 408 /gm)
        ?.sort();
    await vi.waitFor(() =>
      expect(logged()).toEqual(['- - 408 ', 'POST /compress 408 ', 'POST /compress 408 ']),
    );
  });

  it('outlives clients that leave in the midst of a body', async () => {
    const served = await serveFixture('store', ...oneThread, '--queue', '0');
    const socket = connect(served.port, '127.0.0.1');
    socket.write(`${head}Expect: 100-continue\r\nContent-Length: 900\r\n\r\n--b\r\n`);
    // The answer to the headers: from now on it has the only place.
    await once(socket, 'data');
    expect((await post(served, '/compress', [['file', four]])).status).toBe(503);
    socket.destroy();
    await vi.waitFor(async () => {
      expect((await post(served, '/compress', [['file', four]])).status).toBe(200);
    });
    await vi.waitFor(() => expect(served.stderr()).toMatch(/^POST \/compress (400|499) /m));
    expect(served.stderr()).not.toContain('arena serve:');
  });

  it('cuts off a client that does not take its answer', async () => {
    const served = await serve(baseline, ...oneThread, '--queue', '0', '--request-limit-ms', '300');
    const { default: solution }: { default: Solution } = await import(join(baseline, 'dist/index.js'));
    const zeros = { bytes: new Uint8Array(2 ** 26), rows: 2 ** 10, cols: 2 ** 15, dtype: 'bf16' } as const;
    const frame = Buffer.from((await solution.create()).compress(zeros)).toString('latin1');
    const form = `--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n${frame}\r\n--b--`;
    const socket = connect(served.port, '127.0.0.1').pause();
    socket.on('error', () => {});
    socket.write(`${head.replace('/', '/de')}Content-Length: ${form.length}\r\n\r\n${form}`, 'latin1');
    await vi.waitFor(() => expect(served.stderr()).toMatch(/^POST \/decompress 499 /m), { timeout: 20_000 });
    expect((await post(served, '/decompress', [])).status).toBe(400);
    socket.destroy();
  });
});

describe('arena serve when it is stopped', () => {
  endServersAfterEach();

  it.each([
    ['SIGTERM', 0, ''],
    ['SIGINT', 130, 'arena: serve: stopped\n'],
  ] as const)('by %s lets a call end, then exits with %i', async (signal, code, lastLine) => {
    const { folder, started, open } = await gatedSolution();
    const served = await serve(folder, ...oneThread, '--quiet', '--grace-ms', '60000');
    const call = post(served, '/compress', [['file', four]]);
    await untilThere(started);
    served.kill(signal);
    await untilRefused(served);
    await open();
    const response = await call;
    expect([response.status, response.headers.get('connection')]).toEqual([200, 'close']);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([...four]);
    expect(await served.ended).toEqual({ code, signal: null });
    expect(served.stderr()).toBe(lastLine);
  });

  it('ends calls when the grace is over, and tells the clients', async () => {
    const served = await serveFixture('hangs', ...oneThread, '--queue', '1', '--grace-ms', '1');
    const calls = [1, 2, 3].map(async () => failureOf(await post(served, '/compress', [['file', four]])));
    // One is refused: so one is under way, and one waits.
    expect((await Promise.race(calls)).kind).toBe('rate-limited');
    served.kill('SIGTERM');
    const failures = (await Promise.all(calls)).map(({ status, kind }) => `${status} ${kind}`);
    expect(failures.sort()).toEqual(['503 interrupted', '503 interrupted', '503 rate-limited']);
    expect(await served.ended).toEqual({ code: 0, signal: null });
  });

  it('ends at once at a second signal', async () => {
    const { folder, started } = await gatedSolution();
    const served = await serve(folder, ...oneThread, '--grace-ms', '60000');
    const call = post(served, '/compress', [['file', four]]).catch(() => 'cut off');
    await untilThere(started);
    served.kill('SIGINT');
    await untilRefused(served);
    served.kill('SIGTERM');
    expect(await served.ended).toEqual({ code: null, signal: 'SIGTERM' });
    expect(await call).toBe('cut off');
  });
});
