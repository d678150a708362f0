import { once } from 'node:events';
import { setTimeout as elapse } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ArenaError } from '@matrix-arena/contract';
import { defaultRunOptions, type SolutionPackage } from '@matrix-arena/harness';
import { codecApp } from './app.ts';
import { openCodecPool } from './codec-pool.ts';
import { RequestFailure } from './failure.ts';
import { makeHttpServer } from './http-server.ts';
import { listen } from './listen.ts';
import type { WriteEntry } from './request-log.ts';

export interface ServiceOptions {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  /** Calls at a time. */
  readonly concurrency: number;
  /** Further calls that may wait. */
  readonly queue: number;
  readonly maxBodyBytes: number;
  readonly callLimitMs: number;
  readonly requestLimitMs: number;
  readonly onEntry: WriteEntry;
  readonly onDefect: (error: unknown) => void;
}

export interface Service {
  /**
   * Loads the solution and listens.
   *
   * @returns address of the server
   * @throws ArenaError `bad-format` for a solution that cannot be loaded, `conflict` for a port in use, `unavailable`
   *   for an address that cannot be had
   */
  start(): Promise<string>;
  /** Takes no further calls, and ends those under way when they take longer than the grace. */
  close(graceMs: number): Promise<void>;
}

/** How long answers may take that say that the server was stopped. */
const lastAnswersMs = 500;

export function openService({ manifest, entryPath }: SolutionPackage, options: ServiceOptions): Service {
  const { host, port, concurrency, queue, maxBodyBytes, callLimitMs, requestLimitMs } = options;
  const { onEntry, onDefect } = options;
  const pool = openCodecPool(concurrency, {
    entryUrl: pathToFileURL(entryPath).href,
    loadLimitMs: defaultRunOptions.loadLimitMs,
    callLimitMs,
    heapLimitBytes: defaultRunOptions.memoryLimitBytes,
  });
  const app = codecApp(pool, { places: concurrency + queue, maxBodyBytes, requestLimitMs, onDefect });
  const { server, stop } = makeHttpServer({ fetch: app.fetch, requestLimitMs, onEntry, onDefect });

  async function loadAndListen(): Promise<string> {
    await pool.load().catch((error: unknown) => {
      throw error instanceof RequestFailure ? notLoaded(manifest.name, error) : error;
    });
    const { address, family, port: actual } = await listen(server, { host, port }, '--host or --port');
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`;
  }

  let starting: Promise<string> | undefined;
  return {
    start() {
      starting = loadAndListen();
      return starting;
    },
    async close(graceMs) {
      // Whatever still loads is given up.
      if (!server.listening) await pool.close();
      await starting?.catch(() => {});
      if (!server.listening) return;
      const closed = once(server, 'close');
      stop();
      await endOr(closed, graceMs);
      await pool.close();
      // Clients of calls that were cut off get to know it.
      await endOr(closed, lastAnswersMs);
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Waits until something has ended, but not for longer than this. */
async function endOr(end: Promise<unknown>, limitMs: number): Promise<void> {
  const limit = new AbortController();
  await Promise.race([end, elapse(limitMs, undefined, { signal: limit.signal }).catch(() => {})]);
  limit.abort();
}

function notLoaded(name: string, cause: RequestFailure): ArenaError {
  const hint = `it cannot be loaded (${cause.failure.got}); mend the solution`;
  return new ArenaError('bad-format', { what: name, hint, cause });
}
