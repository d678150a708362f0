import { statSync } from 'node:fs';
import { makeMatrix, readSamples, sizeCeilings } from '@matrix-arena/testkit';
import { describe, expect, it } from 'vitest';
import { codec, codecs, frameBits, modeOf } from './codec.ts';

sizeCeilings(codec, {
  // 1 % above what was measured.
  samples: {
    'small-backward': 9.97,
    'small-forward': 9.19,
    large: 3.44,
    'bottleneck-backward': 8.62,
    'bottleneck-forward': 5.46,
    'mlp_hidden-backward': 8.6,
    'attn_out-forward': 8.59,
    'logits-backward': 7.87,
    'residual-forward': 8.2,
    'residual-backward': 9.71,
    'relu-forward': 3.14,
    'pre_relu-backward': 4.15,
  },
  contents: {
    zeros: 0.12,
    constant: 0.17,
    'repeated-rows': 0.4,
    'near-copies': 7.9,
    'accumulating-slices': 7.9,
    sparse: 2.7,
    'two-values': 1.8,
  },
});

describe('each mode and each part of the model is taken where it should be', () => {
  it('codes real matrices as rows, and all as planes where only speed counts', async () => {
    for (const { matrix } of await readSamples()) {
      expect(modeOf(codec.compress(matrix))).toBe('rows');
      expect(modeOf(codecs.fast.compress(matrix))).toBe('planes');
    }
  });

  it('codes what is so large that time outweighs everything as planes', () => {
    const medium = makeMatrix('near-copies', 2 ** 13, 256, 1);
    expect(modeOf(codec.compress(medium))).toBe('rows');
    const bytes = new Uint8Array(16 * medium.bytes.length);
    for (let at = 0; at < bytes.length; at += medium.bytes.length) bytes.set(medium.bytes, at);
    expect(modeOf(codec.compress({ ...medium, bytes, rows: 2 ** 17 }))).toBe('planes');
  });

  it('stores random bits, with 16 bytes and 0.1 % of growth at most', () => {
    for (const level of ['fast', 'balanced', 'max'] as const) {
      for (const [rows, cols] of [
        [1, 1],
        [3, 5],
        [64, 64],
        [1, 40_000],
      ] as const) {
        const { length } = codecs[level].compress(makeMatrix('random-bits', rows, cols, 1));
        expect(length).toBeLessThanOrEqual(2 * rows * cols * 1.001 + 16);
      }
    }
  });

  it('loses little to a few infinities and NaNs', () => {
    const matrix = makeMatrix('near-copies', 300, 40, 1);
    const before = frameBits(matrix);
    matrix.bytes.set([0xc0, 0x7f], 777 * 2);
    matrix.bytes.set([0x80, 0xff], 999 * 2);
    expect(modeOf(codec.compress(matrix))).toBe('rows');
    expect(frameBits(matrix)).toBeLessThan(before + 0.2);
  });

  it('finds near copies among more rows than it compares one by one', () => {
    expect(frameBits(makeMatrix('near-copies', 5000, 32, 1))).toBeLessThanOrEqual(8.4);
  });
});

it('keeps the bundle within the 20 000 bytes of the competition', () => {
  expect(statSync(new URL('../dist/index.js', import.meta.url)).size).toBeLessThanOrEqual(20_000);
});
