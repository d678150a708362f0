import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { receiveBody } from './body.ts';
import type { CodecPool } from './codec-pool.ts';
import { defect, type Failure, failureJson, RequestFailure } from './failure.ts';
import { boundaryOf } from './form.ts';
import type { CallDone, CallName } from './worker-protocol.ts';

export interface AppOptions {
  /** Calls under way and calls that wait, together; what comes on top is refused. */
  readonly places: number;
  readonly maxBodyBytes: number;
  /** A client that takes nothing of its answer for so long is cut off. */
  readonly requestLimitMs: number;
  readonly onDefect: (error: unknown) => void;
}

type Env = { Bindings: HttpBindings };

/** The competition's API of a solution: /health, /compress and /decompress. */
export function codecApp(pool: CodecPool, options: AppOptions): Hono<Env> {
  const { places, maxBodyBytes, requestLimitMs, onDefect } = options;
  const app = new Hono<Env>();
  let taken = 0;

  /** A request has its place until its answer is sent: so much memory is taken at most. */
  function takePlace({ outgoing }: HttpBindings): void {
    if (taken >= places) throw tooMany(places);
    taken++;
    outgoing.once('close', () => {
      taken--;
    });
  }

  async function answer(c: Context<Env>, call: CallName): Promise<Response> {
    const boundary = boundaryOf(c.req.header('content-type'));
    takePlace(c.env);
    const start = performance.now();
    const body = await receiveBody(c.req.raw, maxBodyBytes);
    const receivedMs = performance.now() - start;
    const reply = await pool.run({ call, boundary, body }, c.req.raw.signal);
    if (reply.outcome === 'refused') throw new RequestFailure(reply.failure);
    const totalMs = performance.now() - start;
    c.env.outgoing.setTimeout(requestLimitMs);
    return c.body(reply.bytes, 200, headersOf(reply, receivedMs, totalMs));
  }

  app.get('/health', (c) => c.json({ status: 'healthy' }));
  app.post('/compress', (c) => answer(c, 'compress'));
  app.post('/decompress', (c) => answer(c, 'decompress'));
  app.all('/health', ({ req }) => fail(wrongMethod(req.method, 'GET, HEAD')));
  app.all('/compress', ({ req }) => fail(wrongMethod(req.method, 'POST')));
  app.all('/decompress', ({ req }) => fail(wrongMethod(req.method, 'POST')));
  app.notFound(({ req }) => fail(unknownPath(req.path)));
  app.onError((error, c) => {
    if (error instanceof RequestFailure) return fail(error.failure);
    // Nobody is left to answer when the client went away in the midst of its body.
    if (!c.env.outgoing.destroyed) onDefect(error);
    return fail(defect('server', error.message));
  });
  return app;
}

function fail(failure: Failure): Response {
  const headers = { 'Content-Type': 'application/json', ...failure.headers };
  return new Response(failureJson(failure), { status: failure.status, headers });
}

function headersOf(done: CallDone, receivedMs: number, totalMs: number): Record<string, string> {
  const waitedMs = Math.max(0, totalMs - receivedMs - done.codecMs);
  const times = { receive: receivedMs, wait: waitedMs, codec: done.codecMs };
  return {
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(done.bytes.length),
    'Server-Timing': Object.entries(times)
      .map(([name, ms]) => `${name};dur=${ms.toFixed(3)}`)
      .join(', '),
    'Arena-Original-Bytes': String(done.originalBytes),
    'Arena-Compressed-Bytes': String(done.compressedBytes),
    'Arena-Rows': String(done.rows),
    'Arena-Cols': String(done.cols),
  };
}

function tooMany(places: number): RequestFailure {
  return new RequestFailure({
    status: 503,
    kind: 'rate-limited',
    what: 'calls under way and waiting',
    expected: `at most ${places}`,
    got: 'more',
    hint: 'try again in a second',
    headers: { 'Retry-After': '1' },
  });
}

function wrongMethod(got: string, allowed: string): Failure {
  const hint = `send ${allowed.split(',')[0]}`;
  return {
    status: 405,
    kind: 'usage',
    what: 'method',
    expected: allowed,
    got,
    hint,
    headers: { Allow: allowed },
  };
}

function unknownPath(path: string): Failure {
  const expected = '/health, /compress or /decompress';
  return {
    status: 404,
    kind: 'not-found',
    what: 'path',
    expected,
    got: path.slice(0, 200),
    hint: 'correct the path',
  };
}
