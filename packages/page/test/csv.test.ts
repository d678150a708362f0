import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvTable } from '../src/csv/csv-table.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);

describe('csvTable', () => {
  it('has a line of headings and one for each row', () => {
    const text = csvTable<{ name: string; bytes: number | null }>(
      [
        ['name', ({ name }) => name],
        ['size (bytes)', ({ bytes }) => bytes],
      ],
      [
        { name: 'a,b', bytes: -1.5 },
        { name: '-', bytes: null },
      ],
    );
    expect(text).toBe('name,size (bytes)\r\n"a,b",-1.5\r\n\'-,\r\n');
  });
});

describe('a cell', () => {
  it('keeps every text, whatever is in it', () => {
    const property = fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
      expect([text, `'${text}`]).toContain(readCell(csvCell(text)));
    });
    fc.assert(property, { seed, numRuns: 300 });
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1'])(
    'disarms the formula %j',
    (text) => {
      expect(readCell(csvCell(text))).toBe(`'${text}`);
    },
  );

  it('leaves negative numbers alone', () => {
    expect(csvCell(-1.5)).toBe('-1.5');
  });
});

/** Reads a cell by RFC 4180: all of the text has to be one. */
function readCell(text: string): string | undefined {
  const [, quoted, plain] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))$/u.exec(text) ?? [];
  return quoted === undefined ? plain : quoted.replaceAll('""', '"');
}
