import { ArenaError } from '@matrix-arena/contract';
import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from './find-browser.ts';

/** Path of the browser that tests use; null where there is none. */
export const executable = findBrowser(process.env);

/** What a suite is called, so that it shows why it was skipped. */
export function inChromium(what: string): string {
  return executable === null
    ? `${what} (skipped: no chromium on the PATH; install it or set CHROMIUM)`
    : what;
}

export function launch(): Promise<Browser> {
  if (executable === null)
    throw new ArenaError('unavailable', {
      what: 'chromium',
      expected: 'a browser',
      got: 'none on the PATH',
      hint: 'skip this suite where `executable` is null, or set CHROMIUM',
    });
  // Chromium's own sandbox cannot be had as root.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: executable, args: isRoot ? ['--no-sandbox'] : [] });
}
