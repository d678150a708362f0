import type { Matrix } from '@matrix-arena/contract';
import {
  contentMatrices,
  makeMatrix,
  patternMatrices,
  readSamples,
  shapeMatrices,
  specialMatrices,
} from '@matrix-arena/testkit';
import { expect, it } from 'vitest';
import { decodeBySpec } from '../src/inspect/decode.ts';
import { Ledger } from '../src/inspect/ledger.ts';
import { codecs } from './codec.ts';
import { featuresOf } from './frame-features.ts';

const met = new Set<string>();

/** The decoder that was written from the spec reads what every level writes, and accounts for every bit of it. */
function check(name: string, matrix: Matrix): void {
  let before = new Uint8Array();
  for (const [level, codec] of Object.entries(codecs)) {
    const frame = codec.compress(matrix);
    if (Buffer.compare(frame, before) === 0) continue;
    before = frame.slice();
    const ledger = new Ledger();
    expect(Buffer.compare(decodeBySpec(frame, ledger), matrix.bytes), `${name}, ${level}`).toBe(0);
    const bits = ledger.parts().reduce((sum, part) => sum + part.bits, 0);
    expect(Math.abs(bits - 8 * frame.length), `${name}, ${level}`).toBeLessThan(1e-6);
    for (const feature of featuresOf(frame, matrix.bytes)) met.add(feature);
  }
}

function valuesOf({ bytes }: Matrix): Uint16Array {
  return new Uint16Array(bytes.slice().buffer);
}

function matrixOf(values: Uint16Array, rows: number): Matrix {
  return { bytes: new Uint8Array(values.buffer), rows, cols: values.length / rows, dtype: 'bf16' };
}

/** The first rows, as many as all models need to be worth their while. */
function head(matrix: Matrix, width: number): Matrix {
  const rows = Math.max(96, Math.floor(2 ** 15 / width));
  const values = valuesOf(matrix).slice(0, rows * width);
  return matrixOf(values, matrix.rows === 1 ? 1 : values.length / width);
}

it('a decoder that was written from the spec reads every sort of frame', () => {
  const makers = [contentMatrices, specialMatrices, patternMatrices, shapeMatrices];
  for (const { name, matrix } of makers.flatMap((make) => make())) check(name, matrix);
});

it('it reads frames of real matrices', async () => {
  for (const { name, matrix, width } of await readSamples()) check(name, head(matrix, width));
});

it('it reads frames of several blocks, of whole rows and of parts of one row', () => {
  const block = valuesOf(makeMatrix('near-copies', 300, 64, 1));
  const values = new Uint16Array(2 ** 21 + block.length);
  values.set(block);
  values.set(block, 2 ** 21);
  check('whole rows', matrixOf(values, values.length / 64));
  check('parts of one row', matrixOf(values.slice(0, 2 ** 21 + 1001), 1));
});

it('it reads a mask beside references that count as zero', () => {
  const odd = [0, 0, 0, 0x8000, 0, 0x7fc0, 0];
  const values = valuesOf(makeMatrix('near-copies', 200, 64, 1));
  const masked = values.map((value, i) => (i % 64 < 40 ? value : odd[i % odd.length]));
  check('mask', matrixOf(masked, 200));
});

it('these frames have every feature of the format', () => {
  const modes = ['stored', 'planes', 'rows', 'several blocks', 'width of its own'];
  const planes = ['rest stored', 'rest coded', 'exponents stored', 'exponents coded', 'exponents in pairs'];
  const flags = [
    'masked',
    'non-negative',
    'means',
    'column scales',
    'basis',
    'grid',
    'shape 0',
    'shape 1',
    'shape 2',
  ];
  const rows = ['action 0', 'action 1', 'action 2', 'action 3', 'mask beside a reference that counts as 0'];
  const small = ['depths one by one', 'depths as a stream', 'depth of a zero', 'depth of a small value'];
  expect([...met]).toEqual(
    expect.arrayContaining([...modes, ...planes, ...flags, ...rows, ...small, 'escapes']),
  );
});
