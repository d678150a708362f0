import { xxh32 } from '@matrix-arena/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FuzzCase } from '../src/fuzz/case.ts';
import { type CaseMaker, caseKinds, caseMaker } from '../src/fuzz/cases.ts';
import { findMarks } from '../src/fuzz/marks.ts';
import { makePool, type Pool } from '../src/fuzz/pool.ts';
import { fewestEdits } from '../src/fuzz/shrink.ts';
import { loadSolution } from '../src/run/load-solution.ts';

let pool: Pool;
let maker: CaseMaker;

beforeAll(async () => {
  const { create } = await loadSolution(new URL('fixtures/sound/index.js', import.meta.url).href);
  pool = makePool(await create(), 1);
  maker = caseMaker(pool, 1);
});

function hashOf(one: FuzzCase): number {
  const bytes = one.type === 'frame' ? one.frame : one.type === 'matrix' ? one.matrix.bytes : undefined;
  return xxh32(bytes ?? new TextEncoder().encode(one.tell()));
}

describe('cases', () => {
  it('are the same on every machine and in any order', () => {
    const indexes = Array.from({ length: 2000 }, (_, i) => i);
    const hashes = indexes.map((index) => hashOf(maker.make(index)));
    const backwards = indexes.reverse().map((index) => hashOf(caseMaker(pool, 1).make(index)));
    expect(backwards.reverse()).toEqual(hashes);
    expect(new Set(hashes).size).toBeGreaterThan(1800);
    expect(xxh32(new Uint8Array(Uint32Array.from(hashes).buffer))).toMatchInlineSnapshot(`1072211329`);
  });

  it('follow the seed', () => {
    const other = caseMaker(pool, 2);
    const same = Array.from({ length: 100 }, (_, i) => hashOf(other.make(i)) === hashOf(maker.make(i)));
    expect(same.filter(Boolean).length).toBeLessThan(5);
  });

  it('are of every kind, as often as it says', () => {
    const count = 20_000;
    const times = new Map<string, number>();
    for (let i = 0; i < count; i++) {
      const { kind } = maker.make(i);
      times.set(kind, (times.get(kind) ?? 0) + 1);
    }
    const total = caseKinds.reduce((sum, { share }) => sum + share, 0);
    for (const { name, share } of caseKinds) {
      const expected = (count * share) / total;
      expect(Math.abs((times.get(name) ?? 0) - expected), name).toBeLessThan(5 * Math.sqrt(expected));
    }
  });

  it('without their edits are the frame that they were made of', () => {
    const frames = new Map(pool.small.map(({ name, frame }) => [name, frame]));
    let compared = 0;
    for (let i = 0; i < 500; i++) {
      const bare = maker.make(i, new Set(Array(8).keys()));
      const [, name = ''] = /^frame of (.*); other frame of /.exec(bare.tell()) ?? [];
      const source = frames.get(name);
      if (bare.type !== 'frame' || source === undefined) continue;
      expect(Buffer.compare(bare.frame, source), bare.tell()).toBe(0);
      compared++;
    }
    expect(compared).toBeGreaterThan(200);
  });
});

it('marks are words that many frames hold behind their header', () => {
  const frame = (...tail: number[]): Uint8Array => Uint8Array.of(...Array(40).fill(1), ...tail);
  const frames = [frame(9, 8, 7, 6, 1, 9, 8, 7, 6), frame(5, 9, 8, 7, 6), ...Array(14).fill(frame())];
  const marks = findMarks(frames);
  expect(marks[0]).toContain(40);
  expect(marks[0]).toContain(45);
  expect(marks[1]).toContain(41);
  expect(marks[2]).toEqual([]);
});

describe('shrinking', () => {
  const needs =
    (...needed: number[]) =>
    (dropped: ReadonlySet<number>) =>
      needed.some((edit) => dropped.has(edit)) ? undefined : 'got 17';

  it('keeps the edits without which the failure is gone, or is another one', () => {
    expect(fewestEdits(4, 'got 5', needs(1, 3))).toEqual(new Set([2, 0]));
    expect(fewestEdits(2, 'hung', needs())).toEqual(new Set());
  });
});
