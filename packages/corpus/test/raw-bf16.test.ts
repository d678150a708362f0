import { expect, test } from 'vitest';
import { readRawBf16 } from '../src/index.ts';
import { problemsOf } from './problem.ts';

const bytes = Uint8Array.of(0x80, 0x3f, 0x00, 0xc0, 0x01, 0x00, 0xff, 0x7f, 0x00, 0x80, 0x80, 0x7f);

test('values without a shape are one row', () => {
  expect(readRawBf16(bytes, 'a.bf16')).toEqual({ bytes, rows: 1, cols: 6, dtype: 'bf16' });
});

test('values take the shape that is given', () => {
  expect(readRawBf16(bytes, 'a.bf16', { rows: 2, cols: 3 })).toEqual({
    bytes,
    rows: 2,
    cols: 3,
    dtype: 'bf16',
  });
});

test('a matrix owns its memory', () => {
  const file = new Uint8Array(20).subarray(3, 15);
  file.set(bytes);
  const matrix = readRawBf16(file, 'a.bf16');
  file.fill(0);
  expect(matrix.bytes).toEqual(bytes);
  expect(matrix.bytes.buffer.byteLength).toBe(12);
});

test('sizes that cannot be are told', async () => {
  const problems = await problemsOf({
    odd: () => readRawBf16(bytes.subarray(1), 'a.bf16'),
    'odd with shape': () => readRawBf16(bytes.subarray(1), 'a.bf16', { rows: 2, cols: 3 }),
    short: () => readRawBf16(bytes, 'a.bf16', { rows: 2, cols: 4 }),
    long: () => readRawBf16(bytes, 'a.bf16', { rows: 2, cols: 2 }),
    empty: () => readRawBf16(new Uint8Array(), 'a.bf16'),
    'too large': () => readRawBf16(new Uint8Array(2 ** 28 + 2), 'a.bf16'),
  });
  expect(problems).toMatchInlineSnapshot(`
    {
      "empty": "unsupported | a.bf16: expected at least one value, got none; leave the file out of the set",
      "long": "bad-format | a.bf16: expected 8 bytes of values (2 x 2 x 2), got 12; fetch the file again or correct the shape",
      "odd": "bad-format | a.bf16: expected an even number of bytes, two for a value, got 11; fetch the file again",
      "odd with shape": "bad-format | a.bf16: expected an even number of bytes, two for a value, got 11; fetch the file again",
      "short": "bad-format | a.bf16: expected 16 bytes of values (2 x 2 x 4), got 12; fetch the file again or correct the shape",
      "too large": "limit-exceeded | a.bf16: expected at most 268435456 bytes of values, got 268435458; split the matrix",
    }
  `);
});
