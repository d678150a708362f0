import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { isArenaError } from '@matrix-arena/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReport, renderReport, reportData, writeReportFile } from '../src/index.ts';
import { scriptSafeJson } from '../src/render.ts';
import { hostileTexts } from './hostile-result.ts';
import { realResult } from './results.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);
const data = reportData([realResult()]);

describe('renderReport', () => {
  it('is one page of a modest size that needs nothing else', () => {
    const html = renderReport(data);
    expect(isReport(html)).toBe(true);
    expect(Buffer.byteLength(html)).toBeLessThan(400_000);
    const markup = html
      .replace(/(<script[^>]*>)[\s\S]*?<\/script>/g, '$1')
      .replace(/<style[\s\S]*?<\/style>/g, '');
    expect(markup.length).toBeLessThan(2000);
    expect(markup.match(/<script[^>]*>/g)).toEqual([
      '<script type="module">',
      '<script type="application/json" id="embedded">',
    ]);
    expect(markup).not.toMatch(/<(link|img|iframe|object|embed)\b|\b(src|href)=/);
    const styles = /<style[\s\S]*?<\/style>/.exec(html)?.[0] ?? '';
    expect(styles.length).toBeGreaterThan(1000);
    expect(styles).not.toMatch(/@import|url\(/);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain("connect-src 'none'");
  });

  it('is the same for the same data', () => {
    expect(renderReport(reportData([realResult()]))).toBe(renderReport(data));
  });

  it('holds exactly the data', () => {
    expect(embeddedIn(renderReport(data))).toEqual({ data, liveUrl: null });
  });

  it('allows its own server alone when it is live', () => {
    const html = renderReport(data, { liveUrl: '/data.json' });
    expect(html).toContain("connect-src 'self'");
    expect(html).not.toContain("connect-src 'none'");
    expect(embeddedIn(html)).toEqual({ data, liveUrl: '/data.json' });
  });

  it.each(['data.json', 'https://example.com/', '//example.com/', '/\\example.com', ''])(
    'refuses live data from %j',
    (liveUrl) => {
      expect(() => renderReport(data, { liveUrl })).toThrow('expected a path that starts with one slash');
    },
  );
});

describe('data in a script', () => {
  it.each(hostileTexts)('cannot break out: %j', (text) => {
    const json = scriptSafeJson({ text });
    expect(json).not.toMatch(/[<>&\u2028\u2029\n\r]/);
    expect(JSON.parse(json)).toEqual({ text });
  });

  it('comes back whole, whatever is in its strings', () => {
    const property = fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, key) => {
      const json = scriptSafeJson({ [`k${key}`]: text });
      expect(json).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(json)).toEqual({ [`k${key}`]: text });
    });
    fc.assert(property, { seed, numRuns: 300 });
  });

  it('is not mistaken for a pattern of a replacement or for the place of the data', () => {
    const history = { rounds: [], submissions: [] };
    const points = ["$&$'$`$1", '"report-data-goes-here"'].map((solution) => ({
      date: '2026-01-01T00:00:00.000Z',
      score: 0.5,
      round: 1,
      version: '1.0.0',
      author: 'a',
      solution,
    }));
    const odd = reportData([], { competition: { ...history, points } });
    expect(embeddedIn(renderReport(odd))).toEqual({ data: odd, liveUrl: null });
  });
});

describe('writeReportFile', () => {
  const folder = (): Promise<string> => mkdtemp(join(os.tmpdir(), 'arena-report-'));

  it('makes folders, and replaces an earlier report', async () => {
    const path = join(await folder(), 'a', 'b', 'report.html');
    await writeReportFile(path, renderReport(reportData([])), false);
    await writeReportFile(path, renderReport(data), false);
    expect(embeddedIn(await readFile(path, 'utf8'))).toEqual({ data, liveUrl: null });
    expect(await readdir(join(path, '..'))).toEqual(['report.html']);
  });

  it('leaves another file alone unless it is forced', async () => {
    const path = join(await folder(), 'thesis.html');
    await writeFile(path, 'my thesis');
    const refused = await writeReportFile(path, renderReport(data), false).catch((error) => error);
    expect(isArenaError(refused, 'conflict')).toBe(true);
    expect(await readFile(path, 'utf8')).toBe('my thesis');
    await writeReportFile(path, renderReport(data), true);
    expect(isReport(await readFile(path, 'utf8'))).toBe(true);
  });

  it('leaves nothing behind when it cannot write', async () => {
    const path = join(await folder(), 'report.html');
    await mkdir(path);
    const refused = await writeReportFile(path, renderReport(data), true).catch((error) => error);
    expect(isArenaError(refused, 'not-found')).toBe(true);
    expect(await readdir(join(path, '..'))).toEqual(['report.html']);
  });
});

function embeddedIn(html: string): unknown {
  const json = /<script type="application\/json" id="embedded">(.*)<\/script>/.exec(html)?.[1] ?? '';
  return JSON.parse(json);
}
