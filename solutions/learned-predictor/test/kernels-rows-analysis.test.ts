import { makeMatrix, randomSource } from '@matrix-arena/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { type Address, f32At, i32At, jobField, kernels, put, releaseAll, u8At } from './kernels.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);
/** All that an analysis decides. */
function analysed(values: Uint16Array, rows: number, cols: number) {
  kernels.analyse(kernels.startJob(put(values), rows, cols));
  return {
    flags: jobField('flags'),
    scaleBase: jobField('scaleBase'),
    rowKinds: u8At(jobField('rowKinds'), rows),
    references: i32At(jobField('references'), rows),
    rowScales: i32At(jobField('rowScales'), rows),
    columnScales: i32At(jobField('columnScales'), cols),
    means: f32At(jobField('means'), cols),
  };
}

afterEach(releaseAll);

describe(`the analysis, seed ${seed}`, () => {
  it.each([1, 5, 20, 40, 64, 100, 130])('does not depend on what the memory held, %i columns', (cols) => {
    const rows = 120;
    const values = new Uint16Array(makeMatrix('near-copies', rows, cols, seed).bytes.slice().buffer);
    const results = [0, 0x41, 0xff].map((junk) => {
      releaseAll();
      const byteCount = 2 ** 21;
      u8Fill(kernels.allocate(byteCount), byteCount, junk);
      releaseAll();
      return analysed(values, rows, cols);
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it.each(['normal and subnormal rows', 'subnormal rows', 'the largest rows'])(
    'keeps scales in reach of what is sent of them, %s',
    (name) => {
      const random = randomSource(seed);
      const [rows, cols] = [64, 128];
      const sign = (): number => 0x8000 * random.below(2);
      const values = Uint16Array.from({ length: rows * cols }, (_, i) => {
        if (name === 'the largest rows') return sign() | (227 << 7) | random.below(128);
        const isNormal = name !== 'subnormal rows' && Math.floor(i / cols) % 2 === 1;
        return sign() | (isNormal ? 0x80 + random.below(128) : 1 + random.below(3));
      });
      const { scaleBase } = analysed(values, rows, cols);
      expect(scaleBase).toBeGreaterThanOrEqual(-512);
      expect(scaleBase).toBeLessThan(512);
    },
  );
});

function u8Fill(address: Address, byteCount: number, filler: number): void {
  new Uint8Array(kernels.memory.buffer, address, byteCount).fill(filler);
}
