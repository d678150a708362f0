import { describe, expect, it } from 'vitest';
import { csvText, reportData } from '../src/index.ts';
import { fullResult } from './results.ts';

describe('CSV', () => {
  const data = reportData([fullResult()]);
  const [headings, ...rows] = parseCsv(csvText(data));
  const column = (name: string): string[] => rows.map((row) => row[headings.indexOf(name)]);

  it('has a row for each solution and matrix, and headings with units', () => {
    expect(headings).toEqual(
      expect.arrayContaining(['original (bytes)', 'compress median (ms)', 'decompress (MB/s)']),
    );
    expect(rows).toHaveLength(5 * 6);
    expect(rows.every((row) => row.length === headings.length)).toBe(true);
    expect(column('solution')).toEqual(
      data.sections[0].solutions.flatMap(({ name }) => Array.from({ length: 6 }, () => name)),
    );
  });

  it('has figures in full, and none where there are none', () => {
    const [{ solutions }] = data.sections;
    const trials = solutions.flatMap((solution) => solution.trials);
    expect(column('ratio')).toEqual(
      trials.map((trial) => (trial?.outcome === 'ok' ? String(trial.ratio) : '')),
    );
    expect(new Set(column('outcome'))).toEqual(new Set(['ok', 'mismatch', 'timeout', 'rejected']));
    expect(column('failure')).toContain('compress: no answer within 10000 ms');
    expect(column('failure')).toContain('code: expected at most 20000 bytes, got 31337');
  });
});

/** Reads CSV by RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gu)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
