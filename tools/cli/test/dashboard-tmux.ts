import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { command, temporaryFolder } from './arena.ts';

/** Whether there is a tmux to look at a terminal with. */
export const hasTmux = ((): boolean => {
  try {
    execFileSync('tmux', ['-V']);
    return true;
  } catch {
    return false;
  }
})();

export function inTmux(what: string): string {
  return hasTmux ? what : `${what} (skipped: no tmux on the PATH)`;
}

/** A terminal with the dashboard in it. */
export interface Terminal {
  readonly folder: string;
  /** Keys as tmux names them; a text is typed as it stands. */
  press(...keys: string[]): void;
  /** What is on the screen now, without spaces at the ends of lines. */
  screen(options?: { readonly withColours?: boolean }): string;
  /** Waits until all of these are on the screen, and returns it. */
  until(...texts: (string | RegExp)[]): Promise<string>;
  /** Waits until none of these is on the screen, and returns it. */
  untilGone(...texts: string[]): Promise<string>;
  resize(columns: number, rows: number): void;
}

export interface TerminalOptions {
  readonly ledger: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Author of the settings; none when it is null. */
  readonly author?: string | null;
}

/** Stands on the screen before the dashboard starts, and again after it. */
export const before = 'this was here before';

/** Starts the built command in a terminal of its own, which is gone after the test. */
export async function openTerminal(options: TerminalOptions): Promise<Terminal> {
  const { ledger, columns = 80, rows = 24, args = [], env = {}, author = 'ada' } = options;
  const folder = await temporaryFolder();
  const settings = join(folder, 'matrix-arena');
  mkdirSync(settings);
  writeFileSync(join(settings, 'settings.json'), JSON.stringify(author === null ? {} : { author }));
  const tmux = (...words: string[]): string =>
    execFileSync('tmux', ['-S', join(folder, 'tmux'), '-f', '/dev/null', ...words], { encoding: 'utf8' });
  const words = [process.execPath, command, 'dashboard', '--ledger', ledger, ...args];
  const line = words.map((word) => `'${word}'`).join(' ');
  const variables = { XDG_CONFIG_HOME: folder, CI: 'true', ...env };
  tmux(
    'new-session',
    ...['-d', '-x', String(columns), '-y', String(rows), '-c', folder],
    ...Object.entries(variables).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
    `echo '${before}'; ${line}; echo "exit code $?"; exec cat`,
  );
  onTestFinished(() => {
    tmux('kill-server');
  });

  const screen: Terminal['screen'] = ({ withColours = false } = {}) =>
    tmux('capture-pane', '-p', ...(withColours ? ['-e'] : []))
      .split('\n')
      .map((text) => text.trimEnd())
      .join('\n');
  const wait = (check: (text: string) => boolean, what: string): Promise<string> =>
    vi.waitFor(
      () => {
        const text = screen();
        if (!check(text)) throw new Error(`expected ${what}, got:\n${text}`);
        return text;
      },
      { timeout: 20_000, interval: 120 },
    );
  return {
    folder,
    screen,
    press(...keys) {
      for (const key of keys) tmux('send-keys', ...(/^(.|[A-Z][\w-]+)$/.test(key) ? [key] : ['-l', key]));
    },
    until: (...texts) =>
      wait(
        (shown) =>
          texts.every((text) => (typeof text === 'string' ? shown.includes(text) : text.test(shown))),
        texts.join(' and '),
      ),
    untilGone: (...texts) =>
      wait((shown) => !texts.some((text) => shown.includes(text)), `no ${texts.join(', no ')}`),
    resize(width, height) {
      tmux('resize-window', '-x', String(width), '-y', String(height));
    },
  };
}

const times: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2026-01-01T00:00:00.000Z'],
  [/\d\d:\d\d:\d\d/g, '00:00:00'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d/g, '2026-01-01 00:00'],
  [/\d\d-\d\d \d\d:\d\d/g, '01-01 00:00'],
  [/\d\d-\d\d→\d\d-\d\d/g, '01-01→01-01'],
  [/until \d{4}-\d\d-\d\d/g, 'until 2026-01-01'],
  [/\d\d:\d\d UTC$/gm, '00:00 UTC'],
  [/\b\d\d min/g, '25 min'],
];

/** A screen with all times the same, so that it can be compared with one of another day. */
export function timeless(screen: string): string {
  return times.reduce((text, [time, same]) => text.replace(time, same), screen);
}
