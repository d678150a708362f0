import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSetManifest, parseSetManifest } from '../src/set/manifest-csv.ts';
import { problemOf } from './problem.ts';

fc.configureGlobal({ seed: 20_251_203 });

const parse = (text: string) => parseSetManifest(Buffer.from(text), 'manifest.csv');

test('a manifest that is written again is the same manifest', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'ü', '=') });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (notes) => {
      const header = ['file', 'note', 'other "note"'];
      const rows = notes.map(([note, other], i) => {
        const columns = new Map([
          ['file', `${i}.bf16`],
          ['note', note],
          ['other "note"', other],
        ]);
        return { ...parse(`file\n${i}.bf16\n`).rows[0], columns };
      });
      const manifest = parse(formatSetManifest(header, rows));
      expect(manifest.header).toEqual(header);
      expect(manifest.rows.map(({ columns }) => columns)).toEqual(rows.map(({ columns }) => columns));
    }),
  );
});

test('any text is a manifest or is told', async () => {
  const text = fc.string({
    unit: fc.constantFrom('file', 'a.bf16', 'sha256', ',', '\n', '"', '\0', '..', '/', 'é'),
  });
  await fc.assert(
    fc.asyncProperty(text, async (manifest) => {
      await problemOf(() => parse(manifest));
    }),
    { numRuns: 1_000 },
  );
});
