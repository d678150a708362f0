import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barsOf } from '../src/race/bars.ts';
import { csvText, jsonText } from '../src/race/download.ts';
import { raceReducer } from '../src/race/reducer.ts';
import { standings } from '../src/race/standings.ts';
import type { RaceEvent, RaceState } from '../src/race/state.ts';
import { atTheStart } from './data.ts';

const seed = Number(process.env.ARENA_SEED ?? 1);

const after = (events: readonly RaceEvent[], state: RaceState = atTheStart()): RaceState =>
  events.reduce(raceReducer, state);

/** A matrix of 2000 bytes in 500, 11 ms and 1 ms. */
const timed = (lane: number, matrix: number, compressedBytes = 500): RaceEvent[] => [
  { kind: 'verified', lane, matrix, compressedBytes },
  ...[10, 12, 11].map(
    (compressMs): RaceEvent => ({ kind: 'sampled', lane, matrix, compressMs, decompressMs: 1 }),
  ),
];
const settled = (lane: number, matrix: number): RaceEvent => ({ kind: 'settled', lane, matrix });
const timeout = { kind: 'timeout', message: 'no answer' } as const;

describe('standings', () => {
  it('scores medians by the rules, and says how far each solution has come', () => {
    const [first, second] = standings(after(timed(1, 0)));
    const score = 0.75 * (1 - 0.012 / 1.012);
    expect(first).toMatchObject({ name: 'beta', rank: 1, ratio: 4, bitsPerValue: 4, failures: [] });
    expect(first.score).toBeCloseTo(score, 12);
    // Three of four samples of one of two matrices.
    expect(first.distance).toBeCloseTo((score * 3) / 8, 12);
    expect(first.compressThroughput).toBeCloseTo(2000 / 0.011, 6);
    expect(first.decompressThroughput).toBeCloseTo(2e6, 6);
    expect(second).toMatchObject({ name: 'alpha', rank: null, score: null, ratio: null, distance: 0 });
  });

  it('at the end the distance is the score, and a failed matrix counts 0', () => {
    const state = after([
      ...timed(0, 0),
      settled(0, 0),
      { kind: 'failed', lane: 0, matrix: 1, failure: { kind: 'mismatch', message: 'value 3' } },
      { kind: 'finished' },
    ]);
    const [{ score, distance, failures }] = standings(state);
    expect(score).toBeCloseTo((0.75 * (1 - 0.012 / 1.012)) / 2, 12);
    expect(distance).toBe(score);
    expect(failures).toEqual([{ kind: 'mismatch', message: 'value 3', matrix: 'two' }]);
  });

  it('puts the smaller one first when both take as long', () => {
    const state = after([...timed(0, 0, 600), ...timed(1, 0, 500)]);
    expect(standings(state).map(({ name, rank }) => [name, rank])).toEqual([
      ['beta', 1],
      ['alpha', 2],
    ]);
  });

  it('has no speed where the clock did not move', () => {
    const state = after([
      { kind: 'verified', lane: 0, matrix: 0, compressedBytes: 500 },
      { kind: 'sampled', lane: 0, matrix: 0, compressMs: 0, decompressMs: 2 },
    ]);
    const [{ compressThroughput, decompressThroughput, ratio }] = standings(state);
    expect([compressThroughput, decompressThroughput, ratio]).toEqual([null, 1e6, 4]);
    expect(csvText(state)).toContain(',4,0,2,,1,1,');
  });

  it('a solution that is out fails on what it has not run yet, and tells why once', () => {
    const state = after([...timed(0, 0), settled(0, 0), { kind: 'out', lane: 0, failure: timeout }]);
    expect(state.lanes[0].trials.map(({ failure }) => failure?.kind)).toEqual([undefined, 'timeout']);
    expect(standings(state)[0].failures).toEqual([{ ...timeout, matrix: null }]);
  });
});

describe('the reducer', () => {
  it('changes nothing after the end of a race', () => {
    const ended = after([{ kind: 'stopped' }]);
    expect(after([...timed(0, 0), { kind: 'finished' }], ended)).toBe(ended);
  });

  it('keeps scores within 0 and 1 and distances below them, whatever the order of events', () => {
    const index = fc.nat({ max: 1 });
    const ms = fc.double({ min: 0, max: 5000, noNaN: true });
    const event: fc.Arbitrary<RaceEvent> = fc.oneof(
      fc.record({
        kind: fc.constant('verified'),
        lane: index,
        matrix: index,
        compressedBytes: fc.integer({ min: 1, max: 2100 }),
      }),
      fc.record({
        kind: fc.constant('sampled'),
        lane: index,
        matrix: index,
        compressMs: ms,
        decompressMs: ms,
      }),
      fc.record({ kind: fc.constant('settled'), lane: index, matrix: index }),
      fc.record({ kind: fc.constant('failed'), lane: index, matrix: index, failure: fc.constant(timeout) }),
      fc.record({ kind: fc.constant('out'), lane: index, failure: fc.constant(timeout) }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const rows = standings(after(events));
        expect(rows.map(({ name }) => name).toSorted()).toEqual(['alpha', 'beta']);
        for (const { score, distance } of rows) {
          expect(score ?? 0).toBeGreaterThanOrEqual(0);
          expect(score ?? 0).toBeLessThanOrEqual(1);
          expect(distance).toBeLessThanOrEqual((score ?? 0) + 1e-12);
        }
      }),
      { seed },
    );
  });
});

describe('bars', () => {
  it('show parts by plane, a whole frame where there are none, and the bounds', () => {
    const parts = [
      { name: 'rest', plane: 'overhead', bits: 100 },
      { name: 'exponents', plane: 'exponent', bits: 3900 },
    ] as const;
    const state = after([...timed(0, 0), { kind: 'inspected', lane: 0, matrix: 0, parts }, ...timed(1, 0)]);
    const [alpha, beta, apart, given] = barsOf(state, 0);
    expect(alpha.stretches.map(({ name, bits }) => [name, bits])).toEqual([
      ['exponents', 3.9],
      ['rest', 0.1],
    ]);
    expect(beta).toMatchObject({ bits: 4, stretches: [{ plane: 'mixed', bits: 4 }] });
    expect([apart.bits, given.bits]).toEqual([11, 10.5]);
    expect(barsOf(state, 1)[0]).toMatchObject({ bits: 0, stretches: [] });
  });
});

describe('downloads', () => {
  it('have every trial as a row, and quote what spreadsheets would run', () => {
    const state = after([
      ...timed(0, 0),
      { kind: 'out', lane: 1, failure: { kind: 'crashed', message: '=1, "2"' } },
    ]);
    const lines = csvText(state).split('\r\n');
    expect(lines).toHaveLength(6);
    expect(lines[1]).toMatch(
      /^lossless-v1,file\.npy,alpha,1\.0\.0,1000,,one,10,100,2000,ok,0\.74\d+,500,4,4,11,1,/,
    );
    expect(lines[2]).toContain(',not timed,,,');
    expect(lines[3]).toMatch(/,crashed,0,.*,"'=1, ""2"""$/);
  });

  it('have every sample in the JSON', () => {
    const json = JSON.parse(jsonText(after(timed(0, 0)), 'a browser'));
    expect(json.lanes[0].trials[0].compressMs).toEqual([10, 12, 11]);
    expect(json).toMatchObject({ userAgent: 'a browser', rules: 'lossless-v1', status: 'racing' });
    expect(json.standings).toHaveLength(2);
  });
});
