import { statSync } from 'node:fs';
import { makeMatrix, readSamples, sizeCeilings } from '@matrix-arena/testkit';
import { describe, expect, it } from 'vitest';
import { codec, frameBits, modeOf } from './codec.ts';

sizeCeilings(codec, {
  // 1 % above what was measured.
  samples: {
    'small-backward': 10.2,
    'small-forward': 9.44,
    large: 3.53,
    'bottleneck-backward': 8.74,
    'bottleneck-forward': 6.52,
    'mlp_hidden-backward': 9.21,
    'attn_out-forward': 8.92,
    'logits-backward': 8.18,
    'residual-forward': 8.56,
    'residual-backward': 10.16,
    'relu-forward': 4.05,
    'pre_relu-backward': 5.01,
  },
  // Without any reference they take 10.7.
  contents: {
    zeros: 0.1,
    constant: 0.12,
    'repeated-rows': 0.4,
    'near-copies': 7.9,
    'accumulating-slices': 7.9,
    sparse: 2.7,
    'two-values': 1.8,
  },
});

describe('each mode and each kind of row is taken where it should be', () => {
  it('codes real matrices as steps', async () => {
    for (const { matrix } of await readSamples()) expect(modeOf(codec.compress(matrix))).toBe('steps');
  });

  it('codes random bits, and anything with a NaN, as planes', () => {
    const matrix = makeMatrix('activations', 64, 64, 1);
    expect(modeOf(codec.compress(matrix))).toBe('steps');
    matrix.bytes.set([0xc0, 0x7f], 777 * 2);
    expect(modeOf(codec.compress(matrix))).toBe('planes');
    expect(modeOf(codec.compress(makeMatrix('random-bits', 64, 64, 1)))).toBe('planes');
  });

  it('finds near copies among more rows than it compares one by one', () => {
    expect(frameBits(makeMatrix('near-copies', 5000, 32, 1))).toBeLessThanOrEqual(8.4);
  });

  it('makes use of columns that differ in scale, and of a grid', () => {
    const plain = makeMatrix('gradients', 64, 64, 1);
    const bits = new Uint16Array(plain.bytes.buffer);
    const before = frameBits(plain);
    // Two octaves more from column to column; then no mantissa but its top bit.
    const scaled = bits.map((value, i) => value + ((i % 8) << 8));
    expect(frameBits({ ...plain, bytes: new Uint8Array(scaled.buffer) })).toBeLessThan(before + 0.3);
    const coarse = bits.map((value) => value & 0xffc0);
    expect(frameBits({ ...plain, bytes: new Uint8Array(coarse.buffer) })).toBeLessThan(before - 4);
  });
});

it('keeps the bundle within the 20 000 bytes of the competition', () => {
  expect(statSync(new URL('../dist/index.js', import.meta.url)).size).toBeLessThanOrEqual(20_000);
});
