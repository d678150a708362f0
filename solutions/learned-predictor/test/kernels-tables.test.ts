import { randomSource } from '@matrix-arena/testkit/matrices';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  expectSame,
  guardBytes,
  guarded,
  junk,
  learnedTables,
  makeShares,
  property,
  seeds,
  shareKinds,
} from './kernel-helpers.ts';
import { f64At, kernels, put, u8At, u32At } from './kernels.ts';
import type { ContextTables } from './reference/context-rans.ts';
import {
  entriesOf,
  entriesOfShares,
  ownersOf,
  packEntries,
  shapeEntries,
  slotsOf,
} from './reference/tables.ts';

describe('tables', () => {
  it('setEntries gives frequencies in proportion', () => {
    const cases = fc.tuple(fc.constantFrom(...shareKinds), fc.integer({ min: 1, max: 256 }), seeds);
    property(cases, ([kind, count, from]) => {
      const shares = makeShares(kind, count, randomSource(from));
      const entries = guarded(4 * count);
      const sharesAt = put(Float64Array.from(shares), guardBytes, junk);
      kernels.setEntries(entries.at, sharesAt, count);
      entries.expectGuards();
      expectSame(f64At(sharesAt, count), shares);
      const expected = entriesOfShares(shares);
      expectSame(u32At(entries.at, count), packEntries(expected));
      const symbols = shares.filter((share) => share > 0).length;
      const sum = expected.reduce((total, { frequency }) => total + frequency, 0);
      expect(sum).toBe(symbols === 1 ? 4095 : 4096);
      expect(expected.map(({ frequency }) => frequency > 0)).toEqual(shares.map((share) => share > 0));
    });
  });

  it('setEntries takes shares of any size', () => {
    const share = fc.oneof(
      fc.constantFrom(0, 1e-9, 1, 4096, 2 ** 32 - 1),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
    );
    property(fc.array(share, { minLength: 1, maxLength: 40 }), (shares) => {
      const entries = guarded(4 * shares.length);
      kernels.setEntries(entries.at, put(Float64Array.from(shares)), shares.length);
      expectSame(u32At(entries.at, shares.length), packEntries(entriesOfShares(shares)));
    });
  });

  /** Of any number of symbols, up to 4096 slots in all: so may a damaged table be. */
  const anyFrequencies = fc
    .array(fc.oneof(fc.constantFrom(0, 1, 4095), fc.integer({ min: 0, max: 200 })), {
      minLength: 1,
      maxLength: 256,
    })
    .map((wanted) => {
      let free = 4096;
      return wanted.map((frequency) => {
        const taken = Math.min(frequency, free);
        free -= taken;
        return taken;
      });
    });

  it('startEntries, fillOwners and fillSlots agree with the reference', () => {
    property(anyFrequencies, (frequencies) => {
      const count = frequencies.length;
      const entries = guarded(4 * count);
      new Uint32Array(kernels.memory.buffer, entries.at, count).set(frequencies);
      const sum = kernels.startEntries(entries.at, count);
      entries.expectGuards();
      expect(sum).toBe(frequencies.reduce((total, frequency) => total + frequency, 0));
      const expected = entriesOf(frequencies);
      expectSame(u32At(entries.at, count), packEntries(expected));

      const owners = guarded(4096);
      kernels.fillOwners(entries.at, count, owners.at);
      owners.expectGuards();
      expectSame(u8At(owners.at, 4096), ownersOf(expected));

      const slots = guarded(4 * 4096);
      kernels.fillSlots(entries.at, count, slots.at);
      slots.expectGuards();
      expectSame(u32At(slots.at, 4096), slotsOf(expected));
    });
  });

  function expectShape(tables: ContextTables, entriesAt: number, ownersAt: number): void {
    expectSame(
      u32At(entriesAt, 225 * 32),
      tables.flatMap((entries) => [...packEntries(entries)]),
    );
    tables.forEach((entries, context) => {
      expectSame(u8At(ownersAt + 4096 * context, 4096), ownersOf(entries));
    });
  }

  it('buildShape builds tables of any distribution', () => {
    const steps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8000 })), {
      minLength: 63,
      maxLength: 63,
    });
    property(
      steps,
      (increases) => {
        let share = 0;
        const points = Uint16Array.from([0, ...increases], (increase) => {
          share = Math.min(65_535, share + increase);
          return share;
        });
        const entries = guarded(4 * 225 * 32);
        const owners = guarded(4096 * 225);
        kernels.buildShape(put(points, guardBytes, junk), entries.at, owners.at);
        entries.expectGuards();
        owners.expectGuards();
        expectShape(shapeEntries(points), entries.at, owners.at);
      },
      8,
    );
  });

  it('initShapes builds those that were learned', () => {
    expect(learnedTables.length).toBeGreaterThan(0);
    learnedTables.forEach((tables, shape) => {
      expectShape(tables, kernels.entriesOf(shape), kernels.ownersOf(shape));
    });
  });
});
