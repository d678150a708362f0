import { bitsPerValue, type Codec, elementCount, type Matrix } from '@matrix-arena/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ContentName, makeMatrix } from '../matrices/contents.ts';
import { readSamples, type Sample } from './samples.ts';

/** The most bits per value that frames may take; raw is 16. */
export interface SizeCeilings {
  /** Mean of the bundled samples of each kind; every kind needs one. */
  readonly samples: Readonly<Record<string, number>>;
  /** Of 300 rows of 40 columns of a generated content. */
  readonly contents: Readonly<Partial<Record<ContentName, number>>>;
}

/**
 * Registers one vitest test per ceiling, so that compression does not get lost.
 *
 * @example
 * sizeCeilings(codec, { samples: { large: 3.5, 'small-forward': 9.2 }, contents: { zeros: 0.12 } });
 */
export function sizeCeilings(codec: Codec, { samples, contents }: SizeCeilings): void {
  const bitsOf = (matrix: Matrix): number =>
    bitsPerValue(codec.compress(matrix).length, elementCount(matrix));

  describe('compression of real matrices does not get lost', () => {
    let read: readonly Sample[] = [];
    beforeAll(async () => {
      read = await readSamples();
    });

    it.for(Object.entries(samples))('%s takes at most %f bits per value', ([kind, ceiling]) => {
      const bits = read.filter((sample) => sample.kind === kind).map(({ matrix }) => bitsOf(matrix));
      expect(bits.length, `samples of kind ${kind}`).toBeGreaterThan(0);
      expect(bits.reduce((sum, one) => sum + one, 0) / bits.length).toBeLessThanOrEqual(ceiling);
    });

    it('has a ceiling for every kind of sample', () => {
      expect(new Set(Object.keys(samples))).toEqual(new Set(read.map(({ kind }) => kind)));
    });
  });

  describe('compression of 300 generated rows of 40 columns does not get lost', () => {
    it.for(Object.entries(contents) as [ContentName, number][])(
      '%s takes at most %f bits per value',
      ([content, ceiling]) => {
        expect(bitsOf(makeMatrix(content, 300, 40, 1))).toBeLessThanOrEqual(ceiling);
      },
    );
  });
}
