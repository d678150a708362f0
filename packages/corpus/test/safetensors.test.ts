import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDuplicateKey } from '../src/formats/json-keys.ts';
import { readSafetensors } from '../src/index.ts';
import { isPrintable } from '../src/printable.ts';
import { noise, safetensorsAround, safetensorsFile } from './build-files.ts';
import { problemOf, problemsOf } from './problem.ts';

fc.configureGlobal({ seed: 20_251_203 });

const read = (bytes: Uint8Array) => readSafetensors(bytes, 'a.safetensors');
const withHeader = (header: string, dataBytes: number) => () =>
  read(safetensorsAround(header, noise(dataBytes)));
const bf16 = (shape: string, offsets: string) =>
  `{"dtype":"BF16","shape":${shape},"data_offsets":${offsets}}`;

test('the golden file', () => {
  const header = '{"w":{"dtype":"BF16","shape":[2,1],"data_offsets":[0,4]}}';
  const golden = Buffer.from(
    `39000000000000007b${Buffer.from(header.slice(1)).toString('hex')}803f00c0`,
    'hex',
  );
  expect(read(golden)).toEqual({
    tensors: [
      { name: 'w', matrix: { bytes: Uint8Array.of(0x80, 0x3f, 0, 0xc0), rows: 2, cols: 1, dtype: 'bf16' } },
    ],
    skipped: [],
  });
});

test('all BF16 tensors by name, the others listed', () => {
  const file = safetensorsFile([
    { name: 'z', dtype: 'BF16', shape: [2, 3, 4], data: noise(48, 1) },
    { name: 'bias', dtype: 'F32', shape: [3], data: noise(12, 2) },
    { name: 'flag', dtype: 'F4', shape: [2], data: noise(1, 3) },
    { name: 'a', dtype: 'BF16', shape: [5], data: noise(10, 4) },
    { name: 'later', dtype: 'F5_FUTURE', shape: [7], data: noise(3, 5) },
    { name: '__proto__', dtype: 'BF16', shape: [], data: noise(2, 6) },
  ]);
  const { tensors, skipped } = read(file);
  expect(tensors).toEqual([
    { name: '__proto__', matrix: { bytes: noise(2, 6), rows: 1, cols: 1, dtype: 'bf16' } },
    { name: 'a', matrix: { bytes: noise(10, 4), rows: 1, cols: 5, dtype: 'bf16' } },
    { name: 'z', matrix: { bytes: noise(48, 1), rows: 6, cols: 4, dtype: 'bf16' } },
  ]);
  expect(skipped).toEqual([
    { name: 'bias', dtype: 'F32' },
    { name: 'flag', dtype: 'F4' },
    { name: 'later', dtype: 'F5_FUTURE' },
  ]);
});

test('a header may end in spaces, and order in the header does not matter', () => {
  const header = `{"b":${bf16('[1]', '[2,4]')},"a":${bf16('[1]', '[0,2]')}}      `;
  expect(withHeader(header, 4)().tensors.map(({ name }) => name)).toEqual(['a', 'b']);
});

test('a damaged file is told', async () => {
  const tooLong = Buffer.alloc(16);
  tooLong.writeBigUInt64LE(2n ** 63n);
  const problems = await problemsOf({
    empty: () => read(new Uint8Array()),
    'length beyond the limit': () => read(tooLong),
    'length beyond the file': () => read(Buffer.from([9, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d])),
    'empty header': withHeader('', 0),
    'no object': withHeader('[]', 0),
    'byte-order mark': withHeader('\ufeff{}', 0),
    'no JSON': withHeader('{"a":', 0),
    'no UTF-8': () => read(Uint8Array.of(4, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x22, 0xff, 0x22)),
    'no tensors': withHeader('{}', 0),
    'no BF16 tensor': withHeader('{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}', 2),
    'double name': withHeader(`{"a":${bf16('[1]', '[0,2]')},"\\u0061":${bf16('[1]', '[0,2]')}}`, 2),
    'tensor is null': withHeader('{"a":null}', 0),
    'dtype is a number': withHeader('{"a":{"dtype":1,"shape":[1],"data_offsets":[0,2]}}', 2),
    'dtype is nested deeply': withHeader(
      `{"a":{"dtype":${'['.repeat(8_000)}${']'.repeat(8_000)},"shape":[1],"data_offsets":[0,2]}}`,
      2,
    ),
    'shape is an object': withHeader(`{"a":${bf16('{}', '[0,2]')}}`, 2),
    'name with an escape sequence': withHeader(`{"a\\u001b[2J":${bf16('[1]', '[0,2]')}}`, 2),
    'name that turns the line around': withHeader(`{"a\u202e":${bf16('[1]', '[0,2]')}}`, 2),
    'dtype with an escape sequence': withHeader(
      '{"a":{"dtype":"F\\u009b2J","shape":[1],"data_offsets":[0,2]}}',
      2,
    ),
    'shape is negative': withHeader(`{"a":${bf16('[-1]', '[0,2]')}}`, 2),
    'shape is missing': withHeader('{"a":{"dtype":"BF16","data_offsets":[0,2]}}', 2),
    'offsets are backwards': withHeader(`{"a":${bf16('[1]', '[2,0]')}}`, 2),
    'offsets are three': withHeader(`{"a":${bf16('[1]', '[0,2,4]')}}`, 4),
    'offset is a fraction': withHeader(`{"a":${bf16('[1]', '[0,1.5]')}}`, 2),
    'range beyond the file': withHeader(`{"a":${bf16('[2]', '[0,4]')}}`, 2),
    'range smaller than the shape': withHeader(`{"a":${bf16('[2,2]', '[0,4]')}}`, 4),
    overlap: withHeader(`{"a":${bf16('[2]', '[0,4]')},"b":${bf16('[2]', '[2,6]')}}`, 6),
    'hole in front': withHeader(`{"a":${bf16('[2]', '[2,6]')}}`, 6),
    'hole between': withHeader(`{"a":${bf16('[1]', '[0,2]')},"b":${bf16('[1]', '[4,6]')}}`, 6),
    'rest behind': withHeader(`{"a":${bf16('[1]', '[0,2]')}}`, 4),
    'no values': withHeader(`{"a":${bf16('[0,3]', '[0,0]')}}`, 0),
    'shape of the manifest': () =>
      readSafetensors(safetensorsAround(`{"a":${bf16('[2]', '[0,4]')}}`, noise(4)), 'a.safetensors', {
        rows: 2,
        cols: 1,
      }),
  });
  expect(problems).toMatchInlineSnapshot(`
    {
      "byte-order mark": "bad-format | a.safetensors header: expected a JSON object, got something else; fetch or write the file again",
      "double name": "bad-format | a.safetensors header: expected each name once, got two of "a"; fetch or write the file again",
      "dtype is a number": "bad-format | a.safetensors#a: expected a string for dtype, got 1; fetch or write the file again",
      "dtype is nested deeply": "bad-format | a.safetensors#a: expected a string for dtype, got a list; fetch or write the file again",
      "dtype with an escape sequence": "bad-format | a.safetensors#a: expected printable characters for dtype, got "F\\u{9b}2J"; fetch or write the file again",
      "empty": "bad-format | a.safetensors: expected at least 8 bytes, got 0; fetch or write the file again",
      "empty header": "bad-format | a.safetensors header: expected a JSON object, got something else; fetch or write the file again",
      "hole between": "bad-format | a.safetensors#b: expected data_offsets from 2 on, without hole or overlap, got 4; fetch or write the file again",
      "hole in front": "bad-format | a.safetensors#a: expected data_offsets from 0 on, without hole or overlap, got 2; fetch or write the file again",
      "length beyond the file": "bad-format | a.safetensors: expected at least 17 bytes, got 10; fetch or write the file again",
      "length beyond the limit": "limit-exceeded | a.safetensors: expected a header of at most 100000000 bytes, got 9223372036854775808; check that it is a .safetensors file",
      "name that turns the line around": "bad-format | a.safetensors: expected tensor names of printable characters, got "a\\u{202e}"; fetch or write the file again",
      "name with an escape sequence": "bad-format | a.safetensors: expected tensor names of printable characters, got "a\\u001b[2J"; fetch or write the file again",
      "no BF16 tensor": "unsupported | a.safetensors: expected at least one BF16 tensor, got F16; convert tensors to BF16 first",
      "no JSON": "bad-format | a.safetensors header: expected a JSON object, got something else; fetch or write the file again",
      "no UTF-8": "bad-format | a.safetensors header: expected a JSON object, got something else; fetch or write the file again",
      "no object": "bad-format | a.safetensors header: expected a JSON object, got something else; fetch or write the file again",
      "no tensors": "unsupported | a.safetensors: expected at least one BF16 tensor, got no tensors; convert tensors to BF16 first",
      "no values": "unsupported | a.safetensors#a: expected at least one value, got none; leave the file out of the set",
      "offset is a fraction": "bad-format | a.safetensors#a: expected start and end for data_offsets, got [0,1.5]; fetch or write the file again",
      "offsets are backwards": "bad-format | a.safetensors#a: expected start and end for data_offsets, got [2,0]; fetch or write the file again",
      "offsets are three": "bad-format | a.safetensors#a: expected start and end for data_offsets, got [0,2,4]; fetch or write the file again",
      "overlap": "bad-format | a.safetensors#b: expected data_offsets from 4 on, without hole or overlap, got 2; fetch or write the file again",
      "range beyond the file": "bad-format | a.safetensors#a: expected data_offsets up to 2 at most, got 4; fetch or write the file again",
      "range smaller than the shape": "bad-format | a.safetensors#a: expected 8 bytes for BF16 of shape [2, 2], got 4; fetch or write the file again",
      "rest behind": "bad-format | a.safetensors: expected tensors that fill all 4 bytes, got 2; fetch or write the file again",
      "shape is an object": "bad-format | a.safetensors#a: expected whole numbers for shape, got an object; fetch or write the file again",
      "shape is missing": "bad-format | a.safetensors#a: expected whole numbers for shape, got nothing; fetch or write the file again",
      "shape is negative": "bad-format | a.safetensors#a: expected whole numbers for shape, got [-1]; fetch or write the file again",
      "shape of the manifest": "bad-format | a.safetensors#a: expected the shape given for it, 2 x 1, got 1 x 2 in the file; correct the shape or leave it out",
      "tensor is null": "bad-format | a.safetensors#a: expected a string for dtype, got nothing; fetch or write the file again",
    }
  `);
});

test('a file cut after any byte is damaged', async () => {
  const file = safetensorsFile([{ name: 'a', dtype: 'BF16', shape: [3], data: noise(6) }]);
  for (let length = 0; length < file.length; length++) {
    expect(await problemOf(() => read(file.subarray(0, length)))).toMatch(/^bad-format \| a\.safetensors/);
  }
});

test('a file with any byte changed is read or refused', async () => {
  const file = safetensorsFile([
    { name: 'a', dtype: 'BF16', shape: [3], data: noise(6) },
    { name: 'b', dtype: 'F16', shape: [1], data: noise(2) },
  ]);
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.nat(255), async (at, value) => {
      await problemOf(() => read(Uint8Array.from(file, (byte, i) => (i === at ? value : byte))));
    }),
    { numRuns: 2_000 },
  );
});

test('any tensors come back', () => {
  const spec = fc.record({
    name: fc
      .string({ minLength: 1, unit: 'binary' })
      .filter((name) => isPrintable(name) && name !== '__metadata__'),
    shape: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(spec, { minLength: 1, maxLength: 6, selector: ({ name }) => name }),
      (specs) => {
        const tensors = specs.map(({ name, shape, seed }) => {
          const data = noise(
            shape.reduce((product, dim) => product * dim, 2),
            seed,
          );
          return { name, dtype: 'BF16', shape, data };
        });
        const found = new Map(
          read(safetensorsFile(tensors)).tensors.map(({ name, matrix }) => [name, matrix.bytes]),
        );
        for (const { name, data } of tensors)
          expect(Buffer.compare(found.get(name) ?? Buffer.of(), data)).toBe(0);
      },
    ),
  );
});

test('double keys are found at every depth, and only those', () => {
  expect(firstDuplicateKey('{"a":{"b":1,"b":2}}')).toBe('b');
  expect(firstDuplicateKey('{"a":[{"x":1},{"x":1}],"x":"a\\":","y" :"\\\\"}')).toBeUndefined();
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(firstDuplicateKey(JSON.stringify(value, undefined, 1))).toBeUndefined();
    }),
  );
});
