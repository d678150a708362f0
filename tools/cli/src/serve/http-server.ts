import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Failure, failureJson } from './failure.ts';
import type { WriteEntry } from './request-log.ts';

export interface HttpOptions {
  readonly fetch: Parameters<typeof getRequestListener>[0];
  /** A request that has not come in after this is answered with 408. */
  readonly requestLimitMs: number;
  readonly onEntry: WriteEntry;
  readonly onDefect: (error: unknown) => void;
}

/** A server that answers every failure with JSON, and logs every request when it is over. */
export interface HttpServer {
  readonly server: Server;
  /** Takes no further connections; those that are open close after what they are at. */
  stop(): void;
}

/** Headers are short: what needs longer for them than this has no honest reason. */
const headersLimitMs = 10_000;
const keepAliveMs = 5000;

interface Connection {
  /** The request that came in last, and its answer. */
  incoming?: IncomingMessage;
  outgoing?: ServerResponse;
  /** Whether that one is still to be answered. */
  isBusy: boolean;
  /** Status of an answer that was written past `outgoing`. */
  refusedStatus?: number;
  /** What the log knows of already. */
  bytesIn: number;
  bytesOut: number;
}

export function makeHttpServer({ fetch, requestLimitMs, onEntry, onDefect }: HttpOptions): HttpServer {
  const listener = getRequestListener(fetch, {
    // For clients of HTTP/1.0, which name no host.
    hostname: 'localhost',
    errorHandler: () => new Response(failureJson(notHttp), { status: notHttp.status, headers: json }),
  });
  const connections = new Map<Socket, Connection>();
  let isStopping = false;

  function connectionOf(socket: Socket): Connection {
    const known = connections.get(socket);
    if (known !== undefined) return known;
    const connection = { isBusy: false, bytesIn: 0, bytesOut: 0 };
    connections.set(socket, connection);
    socket.once('close', () => connections.delete(socket));
    return connection;
  }

  const limits = {
    requestTimeout: requestLimitMs,
    headersTimeout: Math.min(headersLimitMs, requestLimitMs),
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: Math.min(1000, Math.ceil(requestLimitMs / 4)),
  };
  const server = createServer(limits, (incoming, outgoing) => {
    const start = performance.now();
    const { socket, method = '-', url = '-' } = incoming;
    const connection = connectionOf(socket);
    Object.assign(connection, { incoming, outgoing, isBusy: true });
    if (isStopping) outgoing.setHeader('Connection', 'close');
    // A client may go away while its answer is written.
    outgoing.on('error', () => {});
    let isSent = false;
    outgoing.prependOnceListener('finish', () => {
      isSent = !socket.destroyed;
    });
    outgoing.once('close', () => {
      connection.isBusy = false;
      const status = isSent ? outgoing.statusCode : (connection.refusedStatus ?? 499);
      const path = url.split('?')[0] ?? url;
      onEntry({ method, path, status, ...traffic(socket, connection), ms: performance.now() - start });
    });
    void listener(incoming, outgoing);
  });

  // What is not HTTP, or comes too slowly: there may be no request yet.
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const connection = connectionOf(socket);
    if (error.code === 'ECONNRESET' || !socket.writable || hasAnswer(connection)) {
      socket.destroy();
      return;
    }
    const failure = refusals[error.code ?? ''] ?? notHttp;
    connection.refusedStatus = failure.status;
    socket.end(rawResponse(failure), () => {
      socket.destroy();
      if (connection.isBusy) return;
      onEntry({ method: '-', path: '-', status: failure.status, ...traffic(socket, connection), ms: 0 });
    });
  });
  // Too many open files, for example: goes by, and must not end the process.
  server.on('error', (error) => {
    if (server.listening) onDefect(error);
  });

  return {
    server,
    stop() {
      isStopping = true;
      for (const { outgoing } of connections.values())
        if (outgoing?.headersSent === false) outgoing.setHeader('Connection', 'close');
      server.close();
    },
  };
}

/** Whether an answer is on its way, or was sent before all of the request had come in: no place for another. */
function hasAnswer({ incoming, outgoing, isBusy }: Connection): boolean {
  return outgoing?.headersSent === true && (isBusy || incoming?.complete === false);
}

/** Bytes of the connection since this was last asked. */
function traffic({ bytesRead, bytesWritten }: Socket, connection: Connection) {
  const { bytesIn, bytesOut } = connection;
  Object.assign(connection, { bytesIn: bytesRead, bytesOut: bytesWritten });
  return { bytesIn: bytesRead - bytesIn, bytesOut: bytesWritten - bytesOut };
}

const json = { 'Content-Type': 'application/json' };

const notHttp: Failure = {
  status: 400,
  kind: 'bad-format',
  what: 'request',
  expected: 'HTTP/1.1',
  got: 'something else',
  hint: 'send a well-formed request',
};

/** By the code of Node's error. */
const refusals: Readonly<Record<string, Failure>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    kind: 'timeout',
    what: 'request',
    hint: 'it did not come in in time; send it faster, or raise --request-limit-ms',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    kind: 'limit-exceeded',
    what: 'request headers',
    hint: 'they are too long; send fewer',
  },
};

function rawResponse(failure: Failure): string {
  const body = failureJson(failure);
  const head = [
    `HTTP/1.1 ${failure.status} ${STATUS_CODES[failure.status]}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
