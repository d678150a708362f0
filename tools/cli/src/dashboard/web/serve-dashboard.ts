import { ArenaError } from '@matrix-arena/contract';
import type { Ledger, Viewer } from '@matrix-arena/ledger';
import type { ReportData } from '@matrix-arena/report';
import { competitionReport } from '../../competition/competition-report.ts';
import { makeHttpServer } from '../../serve/http-server.ts';
import { listen } from '../../serve/listen.ts';
import { awaitStopSignal } from '../../serve/stop-signal.ts';
import { changeMark } from '../change-mark.ts';
import { dashboardApp } from './app.ts';

/** Nobody else may look: there is no authentication. */
const loopback = '127.0.0.1';
const requestLimitMs = 10_000;
/** Submissions of the current round that are shown closely. */
const bestShown = 10;
/** Whether something is kept back changes with time alone. */
const longestAgeMs = 10_000;

export interface WebOptions {
  readonly ledger: Ledger;
  readonly viewer: Viewer;
  readonly competition: string;
  /** 0 for a free one. */
  readonly port: number;
}

/**
 * Serves the page of a competition until the process is asked to stop.
 *
 * @throws ArenaError `not-found` for an unknown competition, `conflict` for a port in use, `unavailable` for one that may
 *   not be had, `interrupted` after Ctrl-C
 */
export async function serveDashboard({ ledger, viewer, competition, port }: WebOptions): Promise<void> {
  const data = reader(ledger, viewer, competition);
  data();
  const onDefect = (error: unknown): void =>
    void process.stderr.write(`arena dashboard: ${error instanceof Error ? error.stack : error}\n`);
  let hosts: readonly string[] = [];
  const app = dashboardApp(data, () => hosts, onDefect);
  const { server, stop } = makeHttpServer({ fetch: app.fetch, requestLimitMs, onEntry: () => {}, onDefect });
  const signal = awaitStopSignal();
  try {
    const { port: actual } = await listen(server, { host: loopback, port }, '--port');
    hosts = [`${loopback}:${actual}`, `localhost:${actual}`];
    process.stdout.write(`arena dashboard: ${competition} on http://${loopback}:${actual}\n`);
    if ((await signal.received) === 'SIGINT')
      throw new ArenaError('interrupted', { what: 'dashboard', hint: 'stopped' });
  } finally {
    signal.forget();
    stop();
    // Answers take no time; what is open now only waits for further requests.
    server.closeAllConnections();
  }
}

/** Reads the data again when the ledger has changed, so that asking often costs little. */
function reader(ledger: Ledger, viewer: Viewer, competition: string): () => ReportData {
  let known: { readonly mark: string; readonly at: number; readonly data: ReportData } | null = null;
  return () => {
    const mark = changeMark(ledger.path);
    const at = Date.now();
    if (known === null || known.mark !== mark || at - known.at >= longestAgeMs)
      known = { mark, at, data: competitionReport(ledger, competition, { top: bestShown, viewer }) };
    return known.data;
  };
}
