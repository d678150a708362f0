import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser } from '../src/browser/find-browser.ts';

/** A folder with empty files of these names. */
async function folderOf(...names: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'arena-path-'));
  for (const name of names) await writeFile(join(folder, name), '');
  return folder;
}

describe('findBrowser', () => {
  it('takes what CHROMIUM says', async () => {
    expect(findBrowser({ CHROMIUM: '/opt/own', PATH: await folderOf('chromium') })).toBe('/opt/own');
  });

  it('looks for its usual names on the PATH, chromium first', async () => {
    const [chrome, chromium] = [await folderOf('google-chrome'), await folderOf('chromium', 'other')];
    const PATH = [chrome, chromium].join(delimiter);
    expect(findBrowser({ CHROMIUM: '', PATH })).toBe(join(chromium, 'chromium'));
    expect(findBrowser({ PATH: chrome })).toBe(join(chrome, 'google-chrome'));
  });

  it('finds none where there is none', async () => {
    expect(findBrowser({ PATH: await folderOf('firefox') })).toBeNull();
    expect(findBrowser({})).toBeNull();
  });
});
