import { assertMatrix, xxh32 } from '@matrix-arena/contract';
import { expect, it } from 'vitest';
import { readSamples } from '../src/index.ts';
import { withFixture } from './assemble.ts';
import { built, runVitest } from './run-vitest.ts';

it('the samples are read with their kinds and widths, those of the format of the competition first', async () => {
  const samples = await readSamples();
  for (const { matrix, width } of samples) {
    assertMatrix(matrix, 'samples');
    expect(matrix.bytes.length % (2 * width)).toBe(0);
  }
  const shapes = samples.map(({ kind, width, matrix: { rows, bytes } }) => {
    const shape = `${rows === 1 ? 'flat' : rows} ${width}`;
    return `${kind}: ${shape}, ${xxh32(bytes).toString(16)}`;
  });
  expect(shapes).toMatchInlineSnapshot(`
    [
      "small-backward: flat 32, 3cb3b1e1",
      "small-backward: flat 32, 64b042e1",
      "small-forward: flat 32, 2e92aceb",
      "large: flat 2048, b4908533",
      "small-backward: flat 32, 2de9056a",
      "small-backward: flat 32, bd34dbff",
      "small-forward: flat 32, 1eec6a32",
      "large: flat 2048, 389236f5",
      "small-backward: flat 32, 35684d4d",
      "small-forward: flat 32, ee3bb864",
      "small-forward: flat 32, 3b44ee51",
      "small-backward: flat 32, 3e391efb",
      "bottleneck-backward: 800 128, 349ea78c",
      "bottleneck-forward: 800 8, 865bc543",
      "mlp_hidden-backward: 128 4096, 91eb9685",
      "attn_out-forward: 128 2048, af8e7af2",
      "logits-backward: 128 4096, a1232096",
      "residual-forward: 128 512, 897d0d73",
      "residual-backward: 128 512, eac22c65",
      "relu-forward: 128 2048, 7ba0425d",
      "pre_relu-backward: 128 2048, b0b6eb6b",
      "bottleneck-forward: 800 16, cff52056",
    ]
  `);
});

/** Of a codec that stores: ceilings that it keeps and does not keep, and what takes its frames apart well and badly. */
const text = `
import { inspectAgrees, sizeCeilings } from '${built}';
import solution from '../index.js';

const codec = solution.create();
sizeCeilings(codec, {
  samples: { large: 17, 'small-forward': 15.9, 'no-such': 17 },
  contents: { zeros: 17, sparse: 15.9 },
});

const whole = ({ length }) => [{ name: 'all', plane: 'mixed', bits: 8 * length }];
const knowing = (frame) => codec.decompress(frame) && whole(frame);
inspectAgrees(async (frame) => knowing(frame), { async: codec });
inspectAgrees(knowing, { sync: codec });
inspectAgrees(whole, { careless: codec });
inspectAgrees((frame) => knowing(frame).map((part) => ({ ...part, bits: part.bits - 9 })), { wrong: codec });
`;

it('fails one vitest test per ceiling and disagreement', { timeout: 60_000 }, async () => {
  const { passed, failed } = await withFixture('stores', async (packageDir) => runVitest(packageDir, text));
  expect(
    failed.map(({ fullName, failureMessages: [message] }) => `${fullName}: ${message.split('\n')[0]}`),
  ).toMatchInlineSnapshot(`
    [
      "compression of real matrices does not get lost small-forward takes at most 15.9 bits per value: AssertionError: expected 16.0007421875 to be less than or equal to 15.9",
      "compression of real matrices does not get lost no-such takes at most 17 bits per value: AssertionError: samples of kind no-such: expected 0 to be greater than 0",
      "compression of real matrices does not get lost has a ceiling for every kind of sample: AssertionError: expected Set{ 'large', 'small-forward', …(1) } to deeply equal Set{ 'small-backward', …(11) }",
      "compression of 300 generated rows of 40 columns does not get lost sparse takes at most 15.9 bits per value: AssertionError: expected 16.012666666666668 to be less than or equal to 15.9",
      "what takes frames of careless apart refuses what decompress refuses, in the same words: AssertionError: expected [ { name: 'all', …(2) } ] to deeply equal CodecError: fixture: stored plane: expect… { …(6) }",
      "what takes frames of wrong apart accounts for every bit of every sort of frame: ArenaError: sum of the bits of all parts: expected 1048728, got 1048719; correct the inspect module",
    ]
  `);
  expect(passed).toBe(8);
});
