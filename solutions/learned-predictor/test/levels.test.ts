import {
  contentMatrices,
  makeMatrix,
  readSamples,
  shapeMatrices,
  specialMatrices,
} from '@matrix-arena/testkit';
import { describe, expect, it } from 'vitest';
import { makeCodec } from '../src/codec.ts';
import { loadKernels } from '../src/kernels.ts';
import { codecs, frameBits, type Level } from './codec.ts';

const names: Level[] = ['fast', 'balanced', 'max'];

describe('memory', () => {
  it('of a matrix in one row is what its values take, and a block', async () => {
    const kernels = await loadKernels();
    const wide = makeCodec(kernels, { level: 'fast' });
    const cols = 2 ** 23 + 1;
    const frame = wide.compress({ bytes: new Uint8Array(2 * cols), rows: 1, cols, dtype: 'bf16' });
    const fresh = await loadKernels();
    makeCodec(fresh, { level: 'fast' }).decompress(frame);
    expect(fresh.memory.buffer.byteLength).toBeLessThan(40e6);
  });
});

describe('levels', () => {
  it('every level reads what every level writes', () => {
    for (const { name, matrix } of [...contentMatrices(), ...shapeMatrices(), ...specialMatrices()]) {
      for (const writer of names) {
        const frame = codecs[writer].compress(matrix);
        for (const reader of names) {
          const { bytes, rows, cols } = codecs[reader].decompress(frame);
          expect([name, rows, cols]).toEqual([name, matrix.rows, matrix.cols]);
          expect(Buffer.compare(bytes, matrix.bytes)).toBe(0);
        }
      }
    }
  });

  it.each([
    ['-infinity', 0xff80],
    ['the least finite number', 0xff7f],
    ['NaN', 0x7fc0],
  ])('a higher level is not larger where half of the values are masked with %s', (_, bits) => {
    const matrix = makeMatrix('activations', 256, 256, 1);
    const values = new Uint16Array(matrix.bytes.buffer, matrix.bytes.byteOffset, 256 * 256);
    for (let row = 0; row < 256; row++) values.fill(bits, row * 256 + row + 1, (row + 1) * 256);
    const [fast, balanced, max] = names.map((level) => frameBits(matrix, codecs[level]));
    expect([balanced <= 1.01 * fast, max <= 1.01 * fast]).toEqual([true, true]);
  });

  it('a higher level is never larger by more than a hundredth, and smaller where it counts', async () => {
    for (const { name, matrix } of await readSamples()) {
      const [fast, balanced, max] = names.map((level) => frameBits(matrix, codecs[level]));
      expect([name, balanced <= fast, max <= 1.01 * balanced]).toEqual([name, true, true]);
    }
  });
});
