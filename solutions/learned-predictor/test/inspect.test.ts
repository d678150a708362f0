import { elementCount, type FramePart, type Matrix } from '@matrix-arena/contract';
import { assertFrameParts } from '@matrix-arena/contract/schemas';
import { inspectAgrees, makeMatrix, readSamples } from '@matrix-arena/testkit';
import { expect, it } from 'vitest';
import inspect from '../src/inspect/index.ts';
import { codec, codecs, headerOf, modeOf } from './codec.ts';

const bitsOf = (parts: readonly FramePart[], wanted: (part: FramePart) => boolean): number =>
  parts.filter(wanted).reduce((sum, { bits }) => sum + bits, 0);
const named = (parts: readonly FramePart[], name: string): number =>
  bitsOf(parts, (part) => part.name === name);

inspectAgrees(inspect, codecs);

it('a stored block has one bit, eight bits and seven bits for each value', async () => {
  const matrix = makeMatrix('random-bits', 3, 7, 1);
  const frame = codec.compress(matrix);
  expect(modeOf(frame)).toBe('stored');
  expect(await inspect(frame)).toEqual([
    { name: 'header', plane: 'overhead', bits: 8 * (headerOf(frame).blocksAt + 1) },
    { name: 'signs', plane: 'sign', bits: 21 },
    { name: 'exponents', plane: 'exponent', bits: 8 * 21 },
    { name: 'mantissas', plane: 'mantissa', bits: 7 * 21 },
  ]);
});

function entropyOf({ bytes }: Matrix, field: (bits: number) => number): number {
  const values = new Uint16Array(bytes.slice().buffer);
  const counts = new Map<number, number>();
  for (const bits of values) counts.set(field(bits), (counts.get(field(bits)) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + count * Math.log2(values.length / count), 0);
}

it('an order-0 coder takes the entropy of what it codes, for each plane', async () => {
  const matrix = makeMatrix('activations', 400, 200, 1);
  // A mantissa with structure, so that the rest is coded, and more positive values than negative ones.
  const bits = new Uint16Array(matrix.bytes.buffer);
  for (let i = 0; i < bits.length; i++) bits[i] &= i % 4 === 0 ? 0xfff0 : 0x7ff0;
  const parts = await inspect(codecs.fast.compress(matrix));
  const share = (bits: number, field: (bits: number) => number): number => bits / entropyOf(matrix, field);
  const exponents = bitsOf(parts, ({ plane }) => plane === 'exponent');
  expect(share(exponents, (value) => (value >> 7) & 0xff)).toBeCloseTo(1, 2);
  expect(share(named(parts, 'signs'), (value) => value >> 15)).toBeCloseTo(1, 2);
  const rest = named(parts, 'signs') + named(parts, 'mantissas');
  expect(share(rest, (value) => ((value >> 8) & 0x80) | (value & 0x7f))).toBeCloseTo(1, 2);
});

it('of real matrices most is values, and no plane takes more than its bits', async () => {
  for (const { name, matrix } of await readSamples()) {
    if (matrix.bytes.length >= 600_000) continue;
    const frame = codec.compress(matrix);
    const parts = assertFrameParts(await inspect(frame), frame.length);
    const count = elementCount(matrix);
    const most = { sign: 1, exponent: 8, mantissa: 7, mixed: 0, overhead: 1.5 };
    for (const [plane, bits] of Object.entries(most)) {
      const taken = bitsOf(parts, (part) => part.plane === plane) / count;
      expect(taken, `${plane} of ${name}`).toBeLessThanOrEqual(bits);
    }
    // What a coder adds to the information is little.
    expect(named(parts, 'ends of coders') / (8 * frame.length), name).toBeLessThan(0.02);
  }
});

it('takes a slot that nobody owns as the decoder does', async () => {
  // One exponent alone: its frequency is 4095, and slot 4095 is nobody's.
  const values = Uint16Array.from({ length: 4096 }, (_, i) => 0x3f80 | (Math.imul(i + 1, 0x9e3779b1) >>> 25));
  const matrix = { bytes: new Uint8Array(values.buffer), rows: 1, cols: 4096, dtype: 'bf16' } as const;
  const frame = codecs.fast.compress(matrix);
  const [checksumAt, lengthAt] = [headerOf(frame).blocksAt - 4, headerOf(frame).blocksAt + 1];
  const forged = new Uint8Array(frame.length + 2);
  forged.set(frame);
  const view = new DataView(forged.buffer);
  view.setUint32(lengthAt, view.getUint32(lengthAt, true) + 2, true);
  // The first of the 16 states, which have 256 symbols each: it begins with that slot, and goes on with what is left.
  view.setUint32(frame.length - 64, 0x8fff, true);
  let state = 2 ** 15;
  for (let i = 0; i < 255; i++) state = Math.floor(state / 4095) * 4096 + (state % 4095);
  view.setUint16(frame.length, state, true);

  values[0] &= 0x807f;
  const checksum = headerChecksum(codecs.fast.compress({ ...matrix, bytes: new Uint8Array(values.buffer) }));
  view.setUint32(checksumAt, checksum, true);
  expect(new Uint16Array(codec.decompress(forged).bytes.slice().buffer)).toEqual(values);
  expect(bitsOf(await inspect(forged), () => true)).toBeCloseTo(8 * forged.length, 3);
});

function headerChecksum(frame: Uint8Array): number {
  return new DataView(frame.buffer, frame.byteOffset).getUint32(headerOf(frame).blocksAt - 4, true);
}
