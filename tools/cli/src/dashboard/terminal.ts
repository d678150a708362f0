import { ArenaError } from '@matrix-arena/contract';
import type { Ledger, Viewer } from '@matrix-arena/ledger';
import { awaitStopSignal } from '../serve/stop-signal.ts';
import { ScreenStream } from './screen-stream.ts';
import { openStore } from './store.ts';

export interface TerminalOptions {
  readonly ledger: Ledger;
  readonly viewer: Viewer;
  readonly author: string | null;
  /** The competition that is shown first; all of them when it is null. */
  readonly competition: string | null;
}

/** @throws ArenaError `usage` where there is no terminal to draw on or to read keys from */
export function assertTerminal(): void {
  if (process.stdout.isTTY === true && process.stdin.isTTY === true) return;
  throw new ArenaError('usage', {
    what: 'dashboard',
    expected: 'a terminal',
    got: 'none',
    hint: 'run it in one, pass --web for a page, or use arena competitions and arena list',
  });
}

/**
 * Shows the dashboard on a screen of its own until the user quits; the terminal is as it was then.
 *
 * @throws ArenaError `interrupted` after Ctrl-C
 */
export async function runTerminal(options: TerminalOptions): Promise<void> {
  // Otherwise react keeps a record of each frame for debuggers, for ever.
  process.env.NODE_ENV ??= 'production';
  // Only here: it takes longer to load than most commands take to run.
  const { renderApp } = await import('./view/render-app.tsx');
  const screen = new ScreenStream(process.stdout);
  const { columns, rows } = screen;
  const signal = awaitStopSignal();
  const stopped = signal.received.then((name) => name === 'SIGINT');
  let onQuit = (_isInterrupt: boolean): void => {};
  const quit = new Promise<boolean>((resolve) => {
    onQuit = resolve;
  });
  const store = openStore({ ...options, size: { columns, rows }, now: Date.now, onQuit });
  screen.enter();
  const { app, ended } = renderApp(store, screen);
  try {
    const isInterrupt = await Promise.race([quit, stopped, ended.then(() => false)]);
    if (isInterrupt) throw new ArenaError('interrupted', { what: 'dashboard', hint: 'stopped' });
  } finally {
    app.unmount();
    screen.leave();
    signal.forget();
  }
}
