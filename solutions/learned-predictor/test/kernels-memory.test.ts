import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectJunk, expectSame, guardBytes, guarded, junk, property } from './kernel-helpers.ts';
import {
  jobField,
  jobFields,
  jobFieldsInSource,
  kernels,
  makeJob,
  releaseAll,
  room,
  u8At,
} from './kernels.ts';

describe('the job', () => {
  const inSource = jobFieldsInSource();

  it('has the fields of assembly/job.ts in their order', () => {
    expect(inSource.map(({ name }) => name)).toEqual([...jobFields]);
  });

  it('is made of words', () => {
    expect(inSource.length).toBeGreaterThan(40);
    expect(inSource.filter(({ type }) => type !== 'i32' && type !== 'usize')).toEqual([]);
  });

  it('is what kernels see', () => {
    const presences = guarded(16);
    const job = makeJob({ rows: 1, cols: 5, stride: 16, presences: presences.at, maskSymbols: 77 });
    kernels.startPresences(job);
    expect([...u8At(presences.at, 16)]).toEqual([255, 255, 255, 255, 255, ...new Array(11).fill(0)]);
    presences.expectGuards();
    expect([jobField('cols'), jobField('flags'), jobField('maskSymbols')]).toEqual([5, 0, 77]);
  });
});

describe('memory', () => {
  it('is given out in runs that do not touch, and grows', () => {
    const lengths = fc.array(fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(65_536, 1 << 20)));
    property(lengths, (byteCounts) => {
      let before = 0;
      for (const byteCount of byteCounts) {
        const at = kernels.allocate(byteCount);
        expect(at % 64).toBe(0);
        expect(at).toBeGreaterThanOrEqual(before);
        new Uint8Array(kernels.memory.buffer, at, byteCount + 16).fill(junk);
        before = at + byteCount + 16;
      }
    });
  });

  it('is zero where that is wanted', () => {
    property(fc.integer({ min: 0, max: 300 }), (byteCount) => {
      const at = room(byteCount, guardBytes, junk);
      releaseAll();
      expect(kernels.allocateZeros(byteCount)).toBe(at);
      expectSame(u8At(at, byteCount), new Uint8Array(byteCount));
      expectJunk(at + byteCount, at + byteCount + guardBytes);
    });
  });
});
