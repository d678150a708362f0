import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleEntries } from '../src/index.ts';
import { problemsOf } from './problem.ts';

fc.configureGlobal({ seed: 20_251_203 });

const entriesOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `file-${String(i).padStart(3, '0')}` }));
const numbersOf = (sample: readonly { id: string }[]) => sample.map(({ id }) => Number(id.slice(5)));

test('the samples that rounds rest on', () => {
  const entries = entriesOf(400);
  expect(numbersOf(sampleEntries(entries, 10, 0))).toMatchInlineSnapshot(`
    [
      2,
      65,
      90,
      105,
      193,
      246,
      255,
      289,
      351,
      396,
    ]
  `);
  expect(numbersOf(sampleEntries(entries, 10, 1))).toMatchInlineSnapshot(`
    [
      31,
      43,
      86,
      201,
      261,
      278,
      293,
      311,
      352,
      377,
    ]
  `);
  expect(numbersOf(sampleEntries(entries, 10, 20_251_203))).toMatchInlineSnapshot(`
    [
      17,
      21,
      52,
      62,
      78,
      144,
      258,
      265,
      316,
      343,
    ]
  `);
  expect(numbersOf(sampleEntries(entries, 10, 2 ** 32 - 1))).toMatchInlineSnapshot(`
    [
      19,
      86,
      100,
      140,
      157,
      162,
      233,
      281,
      347,
      384,
    ]
  `);
  expect(numbersOf(sampleEntries(entriesOf(5), 4, 7))).toMatchInlineSnapshot(`
    [
      0,
      1,
      3,
      4,
    ]
  `);
});

test('a sample is sorted, without repeats, and knows nothing of the order of entries', () => {
  const shuffled = fc.shuffledSubarray(entriesOf(30), { minLength: 1 });
  const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(shuffled, fc.integer({ min: 1, max: 40 }), seed, (entries, count, seedValue) => {
      const before = [...entries];
      const sample = sampleEntries(entries, count, seedValue);
      expect(entries).toEqual(before);
      const ids = sample.map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)].sort());
      expect(ids).toHaveLength(Math.min(count, entries.length));
      expect(entries).toEqual(expect.arrayContaining(sample));
      expect(sampleEntries([...entries].reverse(), count, seedValue)).toEqual(sample);
    }),
  );
});

test('every entry is drawn about as often as any other', () => {
  const drawn = new Uint32Array(10);
  for (let seed = 0; seed < 2_000; seed++) {
    for (const i of numbersOf(sampleEntries(entriesOf(10), 3, seed))) drawn[i]++;
  }
  // 600 expected, standard deviation 20.5.
  expect(Math.min(...drawn)).toBeGreaterThan(510);
  expect(Math.max(...drawn)).toBeLessThan(690);
});

test('counts and seeds that are none are told', async () => {
  const sample = (count: number, seed: number) => () => sampleEntries(entriesOf(5), count, seed);
  const problems = await problemsOf({
    'count 0': sample(0, 1),
    'count 1.5': sample(1.5, 1),
    'seed -1': sample(1, -1),
    'seed 2^32': sample(1, 2 ** 32),
    'seed NaN': sample(1, Number.NaN),
  });
  expect(problems).toMatchInlineSnapshot(`
    {
      "count 0": "usage | sample count: expected a whole number above 0, got 0; pass how many files to take",
      "count 1.5": "usage | sample count: expected a whole number above 0, got 1.5; pass how many files to take",
      "seed -1": "usage | seed: expected a whole number from 0 to 4294967295, got -1; pass another seed",
      "seed 2^32": "usage | seed: expected a whole number from 0 to 4294967295, got 4294967296; pass another seed",
      "seed NaN": "usage | seed: expected a whole number from 0 to 4294967295, got NaN; pass another seed",
    }
  `);
});
