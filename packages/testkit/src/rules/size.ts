import { bitsPerValue, elementCount, maxFrameBytes } from '@matrix-arena/contract';
import { makeMatrix } from '../matrices/contents.ts';
import { contentMatrices, specialMatrices } from '../matrices/named.ts';
import { type Rule, violated } from './rule.ts';

const randomBitCounts = [0, 1, 2, 3, 7, 64, 257, 1000, 4096, 65_537, 300_000];

const growthBound: Rule = {
  id: 'growth-bound',
  title: 'no frame is empty or longer than maxFrameBytes, random bits included',
  async check(context) {
    const { seed } = context.options;
    const codec = await context.newCodec();
    const randomBits = randomBitCounts.map((count) => ({
      name: `random bits, 1x${count}`,
      matrix: makeMatrix('random-bits', 1, count, seed),
    }));
    for (const { name, matrix } of [...randomBits, ...specialMatrices(seed), ...contentMatrices(seed)]) {
      context.step(name);
      const frameBytes = codec.compress(matrix).length;
      if (frameBytes === 0) violated('expected a frame of at least 1 byte, got 0');
      const most = maxFrameBytes(matrix.bytes.length);
      if (frameBytes > most) violated(`expected a frame of at most ${most} bytes, got ${frameBytes}`);
    }
  },
};

const compresses: Rule = {
  id: 'compresses',
  title: 'a constant matrix and Gaussian-like activations get smaller',
  async check(context) {
    const { seed, constantCeilingBits, activationsCeilingBits } = context.options;
    const codec = await context.newCodec();
    for (const [content, ceilingBits] of [
      ['constant', constantCeilingBits],
      ['activations', activationsCeilingBits],
    ] as const) {
      context.step(`${content}, 256x256`);
      const matrix = makeMatrix(content, 256, 256, seed);
      const bits = bitsPerValue(codec.compress(matrix).length, elementCount(matrix));
      if (bits > ceilingBits) {
        violated(`expected at most ${ceilingBits} bits per value, got ${bits.toFixed(2)}`);
      }
    }
  },
};

export const sizeRules: readonly Rule[] = [growthBound, compresses];
