import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

interface SeenRequest {
  readonly path: string;
  readonly range: string | undefined;
  /** 0 when a behaviour answered without `send`. */
  readonly status: number;
  /** Bytes of the body as far as it went through `send`. */
  readonly bodyBytes: number;
}

/** Answers one request in its own way; without one, a request is answered as a good server does. */
export type Behaviour = (context: {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly content: Uint8Array;
  readonly send: (status: number, headers: Record<string, string | number>, body: Uint8Array) => void;
}) => void;

export interface Bucket {
  readonly url: string;
  readonly files: Map<string, Uint8Array>;
  /** In the order of their arrival. */
  readonly requests: SeenRequest[];
  /** Sets how the next requests of a file are answered, one behaviour each. */
  script(name: string, ...behaviours: Behaviour[]): void;
  /** Requests of one file. */
  requestsOf(name: string): SeenRequest[];
}

export interface BucketOptions {
  readonly etags?: boolean;
  readonly ranges?: boolean;
}

/** A bucket on the loopback interface that is gone after the test. */
export async function startBucket(
  files: Readonly<Record<string, string | Uint8Array>>,
  { etags = true, ranges = true }: BucketOptions = {},
): Promise<Bucket> {
  const contents = new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]));
  const scripts = new Map<string, Behaviour[]>();
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').split('?')[0]).replace(/^\/bucket\//, '');
    const seen = { path, range: request.headers.range, status: 0, bodyBytes: 0 };
    requests.push(seen);
    const send = (status: number, headers: Record<string, string | number>, body: Uint8Array): void => {
      seen.status = status;
      seen.bodyBytes = body.length;
      response.writeHead(status, headers);
      response.end(body);
    };
    const content = contents.get(path) ?? new Uint8Array();
    const behaviour = scripts.get(path)?.shift();
    if (behaviour !== undefined) behaviour({ request, response, content, send });
    else if (!contents.has(path)) send(404, {}, Buffer.from('no such file'));
    else serveWell(request, content, { etags, ranges }, send);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/bucket`,
    files: contents,
    requests,
    script: (name, ...behaviours) => scripts.set(name, behaviours),
    requestsOf: (name) => requests.filter(({ path }) => path === name),
  };
}

export function etagOf(content: Uint8Array): string {
  return `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`;
}

function serveWell(
  request: IncomingMessage,
  content: Uint8Array,
  { etags, ranges }: Required<BucketOptions>,
  send: (status: number, headers: Record<string, string | number>, body: Uint8Array) => void,
): void {
  const etag = etagOf(content);
  const headers = etags ? { etag } : {};
  const [, start] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
  const ifRange = request.headers['if-range'];
  if (!ranges || start === undefined || (ifRange !== undefined && ifRange !== etag)) {
    send(200, { ...headers, 'content-length': content.length }, content);
    return;
  }
  if (Number(start) >= content.length) {
    send(416, { ...headers, 'content-range': `bytes */${content.length}` }, new Uint8Array());
    return;
  }
  const rest = content.subarray(Number(start));
  const contentRange = `bytes ${start}-${content.length - 1}/${content.length}`;
  send(206, { ...headers, 'content-length': rest.length, 'content-range': contentRange }, rest);
}

/** Fails with a status. */
export const fail =
  (status: number): Behaviour =>
  ({ send }) =>
    send(status, {}, Buffer.from('sorry'));

/** Sends the beginning of the file, then nothing more, and leaves the connection open. */
export const stallAfter =
  (bytes: number): Behaviour =>
  ({ response, content }) => {
    response.writeHead(200, { 'content-length': content.length, etag: etagOf(content) });
    response.write(content.subarray(0, bytes));
  };

/** Sends the beginning of the file, then closes the connection. */
export const cutAfter =
  (bytes: number): Behaviour =>
  ({ response, content }) => {
    response.writeHead(200, { 'content-length': content.length, etag: etagOf(content) });
    response.write(content.subarray(0, bytes));
    setTimeout(() => response.destroy(), 20);
  };

export const redirectTo =
  (location: string, status = 302): Behaviour =>
  ({ send }) =>
    send(status, { location }, new Uint8Array());
