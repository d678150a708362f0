import { contentMatrices, readSamples, shapeMatrices, specialMatrices } from '@matrix-arena/testkit';
import { describe, expect, it } from 'vitest';
import { codecs, frameBits, type Level } from './codec.ts';

const names: Level[] = ['fast', 'balanced', 'max'];

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

  it('a higher level is never larger by more than a hundredth, and smaller where it counts', async () => {
    for (const { name, matrix } of await readSamples()) {
      const [fast, balanced, max] = names.map((level) => frameBits(matrix, codecs[level]));
      expect([name, balanced <= fast, max <= 1.01 * balanced]).toEqual([name, true, true]);
    }
  });
});
