import { FrameReader } from '@matrix-arena/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxDistance, maxRowExponent, minRowExponent, rowKind } from '../src/constants.ts';
import { FrameWriter } from '../src/frame-writer.ts';
import { type RowPlan, readRowPlan, writeRowPlan } from '../src/row-plan.ts';
import { decodeStream, readStream } from '../src/streams.ts';
import { refusal } from './codec.ts';

/** The four streams that a plan becomes. */
function streamsOf(plan: RowPlan): Uint8Array[] {
  const writer = new FrameWriter();
  writeRowPlan(plan, writer);
  const frame = writer.finish();
  const reader = new FrameReader(frame, 'test');
  return Array.from({ length: 4 }, () => decodeStream(readStream(reader, frame, plan.kinds.length)));
}

const plans = fc
  .array(
    fc.record({
      kind: fc.constantFrom(rowKind.plain, rowKind.reference, rowKind.copy, rowKind.zero),
      distance: fc.oneof(fc.constantFrom(1, 2, 300), fc.integer({ min: 1, max: 400 })),
      exponent: fc.integer({ min: minRowExponent, max: maxRowExponent }),
    }),
    { maxLength: 400 },
  )
  .map((rows): RowPlan => {
    const kinds = Uint8Array.from(rows, ({ kind, distance }, row) => {
      return distance > row && kind !== rowKind.zero ? rowKind.plain : kind;
    });
    const refers = (row: number): boolean => kinds[row] === rowKind.reference || kinds[row] === rowKind.copy;
    return {
      kinds,
      references: Int32Array.from(rows, ({ distance }, row) => (refers(row) ? row - distance : 0)),
      exponents: Uint8Array.from(rows, ({ exponent }, row) => (kinds[row] < rowKind.copy ? exponent : 0)),
    };
  });

describe('row plans', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(readRowPlan(streamsOf(plan))).toEqual(plan);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('send a distance once for a run of rows that have the same', () => {
    const plan: RowPlan = {
      kinds: Uint8Array.of(0, 0, 1, 3, 1, 5, 0, 1, 3),
      references: Int32Array.of(0, 0, 0, 1, 2, 0, 0, 5, 7),
      exponents: Uint8Array.of(100, 101, 102, 0, 104, 0, 106, 107, 0),
    };
    const [kinds, low, high, exponents] = streamsOf(plan);
    expect([...kinds]).toEqual([0, 0, 1, 4, 2, 5, 0, 2, 3]);
    expect([...low]).toEqual([2, 1]);
    expect([...high]).toEqual([0, 0]);
    expect([...exponents]).toEqual([100, 101, 102, 104, 106, 107]);
  });

  it('reach as far back as 16 bits count', () => {
    const rows = maxDistance + 2;
    const plan: RowPlan = {
      kinds: new Uint8Array(rows).fill(rowKind.zero),
      references: new Int32Array(rows),
      exponents: new Uint8Array(rows),
    };
    plan.kinds[rows - 1] = rowKind.copy;
    plan.references[rows - 1] = 1;
    expect(readRowPlan(streamsOf(plan))).toEqual(plan);
  });

  it.for<[string, number[][], string]>([
    ['an unknown kind', [[6], [], [], []], 'row kind: expected at most 5, got 6'],
    ['no distance', [[0, 1], [], [], [99, 99]], 'distance: expected 1 to 1, got NaN'],
    ['a distance of 0', [[0, 3], [0], [0], [99]], 'distance: expected 1 to 1, got 0'],
    ['a distance beyond the first row', [[0, 3], [2], [0], [99]], 'distance: expected 1 to 1, got 2'],
    ['a far too large distance', [[0, 1], [1], [1], [99, 99]], 'distance: expected 1 to 1, got 257'],
    ['the last distance before there is one', [[0, 2], [], [], [99, 99]], 'distance: expected 1 to 1, got 0'],
    ['a distance too many', [[0, 3], [1, 1], [0, 0], [99]], 'number of low distances: expected 1, got 2'],
    ['half a distance too many', [[0, 3], [1], [0, 0], [99]], 'number of high distances: expected 1, got 2'],
    ['no exponent', [[0], [], [], []], 'row exponent: expected 23 to 239, got undefined'],
    ['an exponent too many', [[5], [], [], [99]], 'number of row exponents: expected 0, got 1'],
    ['too small an exponent', [[0], [], [], [22]], 'row exponent: expected 23 to 239, got 22'],
    ['too large an exponent', [[0], [], [], [240]], 'row exponent: expected 23 to 239, got 240'],
  ])('are refused with %s', ([, streams, message]) => {
    const call = (): unknown => readRowPlan(streams.map((stream) => Uint8Array.from(stream)));
    expect(refusal(call)).toBe(`corrupt: zstd-style: ${message}`);
  });
});
