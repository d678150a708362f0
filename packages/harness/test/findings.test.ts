import type { Trial } from '@matrix-arena/contract/schemas';
import { describe, expect, it } from 'vitest';
import { findingsOf } from '../src/findings.ts';
import { cpuRatioOf, type Readiness } from '../src/ready.ts';

const sound: Readiness = {
  loadMs: 1,
  coldCompressMs: 1,
  coldDecompressMs: 1,
  cpuMs: 110,
  wallMs: 100,
  cpuRatio: 1.1,
  memoryPeakBytes: 0,
  openHandles: 0,
};

function trial(matrix: string, firstMs: number, steadyMs: number): Trial {
  return {
    matrix,
    outcome: 'ok',
    compressedBytes: 1,
    frameSha256: '0'.repeat(64),
    similarity: 1,
    firstCompressMs: firstMs,
    firstDecompressMs: 1,
    compressCalls: 1,
    decompressCalls: 1,
    compressMs: [steadyMs, steadyMs, steadyMs],
    decompressMs: [1, 1, 1],
    stages: [0, 0, 0],
  };
}

const kinds = (readiness: Readiness, trials: readonly Trial[]): string[] =>
  findingsOf(readiness, trials).map(({ kind }) => kind);

it('nothing is found of a sound solution', () => {
  expect(kinds(sound, [trial('a', 3, 2), trial('b', 2, 2), trial('c', 9, 2)])).toEqual([]);
});

it('more processor time than time is hidden threads', () => {
  expect(findingsOf({ ...sound, cpuRatio: 1.9 }, [])).toEqual([
    { kind: 'hidden-threads', message: 'uses 1.9 times as much processor time as time passes' },
  ]);
  expect(kinds({ ...sound, cpuRatio: 1.29 }, [])).toEqual([]);
  expect(kinds({ ...sound, cpuRatio: 9, wallMs: 0.9 }, [])).toEqual([]);
  expect(kinds({ ...sound, cpuRatio: null, wallMs: null }, [])).toEqual([]);
});

describe('processor time by elapsed time', () => {
  const call = (cpuMs: number, elapsedMs: number) => {
    return { cpuMs, elapsedMs, memoryBytes: 0, openHandles: 0, calls: 1, callMs: elapsedMs };
  };
  const honest = { compress: call(5, 5), decompress: call(4, 4) };

  it('is 1 without threads, whatever a call had to wait for', () => {
    expect(cpuRatioOf([honest, honest, honest])).toBe(1);
    expect(cpuRatioOf([honest, { ...honest, compress: call(5, 50) }, honest])).toBe(1);
  });

  it('is typical of a direction that uses threads, even if calls waited for a core', () => {
    const threaded = { ...honest, decompress: call(4, 2) };
    const waited = { ...honest, decompress: call(4, 40) };
    expect(cpuRatioOf([threaded, waited, threaded])).toBe(2);
  });

  it('is not told by calls that are hardly longer than the look at the meters', () => {
    const short = { compress: call(0.02, 0.01), decompress: call(0.01, 0) };
    expect(cpuRatioOf([short, short])).toBeNull();
    expect(cpuRatioOf([short, honest])).toBe(1);
    expect(cpuRatioOf([])).toBeNull();
  });

  it('is that of the sum if few long calls use threads', () => {
    const long = { compress: call(500, 250), decompress: call(4, 4) };
    expect(cpuRatioOf([honest, honest, long])).toBeCloseTo(522 / 272);
  });
});

it('first passes that are much slower are remembered inputs, if most are', () => {
  const slow = [trial('a', 9, 1), trial('b', 9, 1), trial('c', 1, 1)];
  expect(findingsOf(sound, slow)).toEqual([
    {
      kind: 'remembers-inputs',
      message: 'the first pass over a matrix takes 5.0 times as long as later ones',
    },
  ]);
  expect(kinds(sound, slow.slice(0, 2))).toEqual([]);
});

it('small matrices can tell as well, if their first passes are long enough', () => {
  const quick = ['a', 'b', 'c'].map((id) => ({
    ...trial(id, 0.6, 0.01),
    firstDecompressMs: 0,
    decompressMs: [0.01],
  }));
  expect(kinds(sound, quick)).toEqual(['remembers-inputs']);
  const tooQuick = quick.map((one) => ({ ...one, firstCompressMs: 0.1 }));
  expect(kinds(sound, tooQuick)).toEqual([]);
});

it('open handles are told', () => {
  expect(kinds({ ...sound, openHandles: 2 }, [])).toEqual(['leaves-handles']);
});
