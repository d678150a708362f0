import { type Instance, render } from 'ink';
import type { ScreenStream } from '../screen-stream.ts';
import type { Store } from '../store.ts';
import { App } from './app.tsx';

/** Draws the dashboard until it is unmounted; `ended` fails with what goes wrong while it draws. */
export function renderApp(
  store: Store,
  screen: ScreenStream,
): { readonly app: Instance; readonly ended: Promise<unknown> } {
  // Of a terminal's stream ink uses no more than this one has. What it calls debugging are frames as they are, which
  // the screen puts in their places: its own way draws every line again with each change.
  const stdout = screen as unknown as NodeJS.WriteStream;
  const app = render(null, { stdout, debug: true, exitOnCtrlC: false });
  // Before anything can fail: ink tells of an error only to those who wait for the end already.
  const ended = app.waitUntilExit();
  app.rerender(<App store={store} />);
  return { app, ended };
}
