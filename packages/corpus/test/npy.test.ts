import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readNpy } from '../src/index.ts';
import { noise, npyAround, npyFile } from './build-files.ts';
import { problemOf, problemsOf } from './problem.ts';

fc.configureGlobal({ seed: 20_251_203 });

/** What numpy 2.4.6 wrote for `numpy.arange(6, dtype='<u2').reshape(2, 3)` with `write_array`, by version. */
const numpyFiles: Readonly<Record<number, string>> = {
  1: "\x93NUMPY\x01\0v\0{'descr': '<u2', 'fortran_order': False, 'shape': (2, 3), }",
  2: "\x93NUMPY\x02\0t\0\0\0{'descr': '<u2', 'fortran_order': False, 'shape': (2, 3), }",
  3: "\x93NUMPY\x03\0t\0\0\0{'descr': '<u2', 'fortran_order': False, 'shape': (2, 3), }",
};
const sixValues = Uint8Array.of(0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0);

test.each([1, 2, 3])('a file that numpy wrote in version %i', (version) => {
  const header = `${numpyFiles[version].padEnd(127, ' ')}\n`;
  const file = Buffer.concat([Buffer.from(header, 'latin1'), sixValues]);
  expect(readNpy(file, 'a.npy')).toEqual({ bytes: sixValues, rows: 2, cols: 3, dtype: 'bf16' });
  expect(npyFile('<u2', [2, 3], sixValues, version)).toEqual(new Uint8Array(file));
});

test.each([
  { descr: '<u2', dims: [], rows: 1, cols: 1 },
  { descr: '<u2', dims: [6], rows: 1, cols: 6 },
  { descr: '<V2', dims: [3, 2], rows: 3, cols: 2 },
  { descr: '|V2', dims: [2, 3, 4], rows: 6, cols: 4 },
  { descr: '<V2', dims: [2, 1, 3, 1], rows: 6, cols: 1 },
  { descr: '|u1', dims: [12], rows: 1, cols: 6 },
  { descr: '|u1', dims: [3, 4], rows: 1, cols: 6 },
  { descr: '|u1', dims: [3, 2], rows: 1, cols: 3 },
])('$descr of shape $dims is $rows x $cols', ({ descr, dims, rows, cols }) => {
  const payload = noise(2 * rows * cols);
  expect(readNpy(npyFile(descr, dims, payload), 'a.npy')).toEqual({
    bytes: payload,
    rows,
    cols,
    dtype: 'bf16',
  });
});

test('other spellings of the dictionary are the same dictionary', () => {
  const spellings = [
    `{"shape":(3L,),"descr":"<u2","fortran_order":False}`,
    `  {'shape' : [ 3 ] ,\n'fortran_order':False, 'descr':'<u2' , }  `,
  ];
  for (const dict of spellings) {
    expect(readNpy(npyAround(dict, sixValues.subarray(0, 6)), 'a.npy')).toMatchObject({ rows: 1, cols: 3 });
  }
});

test('a shape from elsewhere must be the one of the file, but for bytes there is none', () => {
  const bytes = npyFile('|u1', [12], sixValues);
  expect(readNpy(bytes, 'a.npy', { rows: 2, cols: 3 })).toMatchObject({ rows: 1, cols: 6 });
  expect(readNpy(npyFile('<u2', [2, 3], sixValues), 'a.npy', { rows: 2, cols: 3 })).toMatchObject({
    rows: 2,
  });
});

const withDict = (dict: string) => () => readNpy(npyAround(dict, sixValues), 'a.npy');
const shaped = (shape: string) => withDict(`{'descr': '<u2', 'fortran_order': False, 'shape': ${shape}}`);
const typed = (descr: string) => () => readNpy(npyFile(descr, [6], sixValues), 'a.npy');

test('what is no plain array is told', async () => {
  const good = npyFile('<u2', [6], sixValues);
  const changed = (at: number, value: number) =>
    Uint8Array.from(good, (byte, i) => (i === at ? value : byte));
  const problems = await problemsOf({
    empty: () => readNpy(new Uint8Array(), 'a.npy'),
    'other content': () => readNpy(Buffer.from('PK\x03\x04 zipped arrays'), 'a.npy'),
    version: () => readNpy(changed(6, 4), 'a.npy'),
    'header beyond the file': () => readNpy(changed(9, 1), 'a.npy'),
    'huge header': () => readNpy(npyAround(' '.repeat(70_000), sixValues, 2), 'a.npy'),
    'too few values': () => readNpy(good.subarray(0, good.length - 1), 'a.npy'),
    'trailing bytes': () => readNpy(Buffer.concat([good, Buffer.of(0)]), 'a.npy'),
    'odd bytes': () => readNpy(npyFile('|u1', [3], sixValues.subarray(0, 3)), 'a.npy'),
    'no values': () => readNpy(npyFile('<u2', [0, 4], new Uint8Array()), 'a.npy'),
    'shape of the manifest': () => readNpy(good, 'a.npy', { rows: 2, cols: 3 }),
    'Fortran order': withDict(`{'descr': '<u2', 'fortran_order': True, 'shape': (2, 3)}`),
    float32: typed('<f4'),
    'big-endian': typed('>u2'),
    int16: typed('<i2'),
    objects: typed('|O'),
    'type named like a method': typed('constructor'),
    'structured type': withDict(`{'descr': [('a', '<u2')], 'fortran_order': False, 'shape': (6,)}`),
    'shape is a number': shaped('(6)'),
    'shape is negative': shaped('(-6,)'),
    'shape beyond counting': shaped('(99999999999999999999,)'),
    'shape is huge': shaped('(9007199254740991, 9007199254740991)'),
  });
  expect(problems).toMatchInlineSnapshot(`
    {
      "Fortran order": "unsupported | a.npy: expected C order, got Fortran order; save numpy.ascontiguousarray of the array",
      "big-endian": "unsupported | a.npy: expected items of type <V2, |V2, <u2, |u1, got ">u2"; save bfloat16 values, viewed as uint16",
      "empty": "bad-format | a.npy: expected at least 8 bytes, got 0; the file is cut short: fetch it again",
      "float32": "unsupported | a.npy: expected items of type <V2, |V2, <u2, |u1, got "<f4"; save bfloat16 values, viewed as uint16",
      "header beyond the file": "bad-format | a.npy: expected at least 384 bytes, got 140; the file is cut short: fetch it again",
      "huge header": "limit-exceeded | a.npy: expected a header of at most 65536 bytes, got 70004; write a plain array with numpy.save",
      "int16": "unsupported | a.npy: expected items of type <V2, |V2, <u2, |u1, got "<i2"; save bfloat16 values, viewed as uint16",
      "no values": "unsupported | a.npy: expected at least one value, got none; leave the file out of the set",
      "objects": "unsupported | a.npy: expected items of type <V2, |V2, <u2, |u1, got "|O"; save bfloat16 values, viewed as uint16",
      "odd bytes": "bad-format | a.npy: expected an even number of bytes, two for a value, got 3; fetch the file again",
      "other content": "bad-format | a.npy: expected a .npy file, got other content; write the file with numpy.save",
      "shape beyond counting": "bad-format | a.npy header: expected a tuple of whole numbers for shape, got 100000000000000000000; write the file again with numpy.save",
      "shape is a number": "bad-format | a.npy header: expected a tuple of whole numbers for shape, got 6; write the file again with numpy.save",
      "shape is huge": "bad-format | a.npy: expected 1.6225927682921333e+32 bytes after the header for shape (9007199254740991, 9007199254740991), got 12; fetch the file again",
      "shape is negative": "bad-format | a.npy header: expected a tuple of whole numbers for shape, got -6; write the file again with numpy.save",
      "shape of the manifest": "bad-format | a.npy: expected the shape given for it, 2 x 3, got 1 x 6 in the file; correct the shape or leave it out",
      "structured type": "unsupported | a.npy: expected a plain item type, got a structured one; save one field as an array",
      "too few values": "bad-format | a.npy: expected 12 bytes after the header for shape (6), got 11; fetch the file again",
      "trailing bytes": "bad-format | a.npy: expected 12 bytes after the header for shape (6), got 13; fetch the file again",
      "type named like a method": "unsupported | a.npy: expected items of type <V2, |V2, <u2, |u1, got "constructor"; save bfloat16 values, viewed as uint16",
      "version": "unsupported | a.npy: expected .npy version 1, 2 or 3, got 4; write the file with numpy.save",
    }
  `);
});

test('a damaged dictionary is told with its position', async () => {
  const problems = await problemsOf({
    blank: withDict(''),
    'no dictionary': withDict('[1, 2]'),
    'not closed': withDict(`{'descr': '<u2'`),
    'no colon': withDict(`{'descr' '<u2'}`),
    'no comma': withDict(`{'descr': '<u2' 'shape': (6,)}`),
    'no value': withDict(`{'descr': }`),
    'number as key': withDict(`{1: 2}`),
    'double key': withDict(`{'descr': '<u2', 'descr': '<u2'}`),
    'missing key': withDict(`{'descr': '<u2', 'shape': (6,)}`),
    'further key': withDict(`{'descr': '<u2', 'fortran_order': False, 'shape': (6,), 'x': None}`),
    'rest behind it': withDict(`{'descr': '<u2', 'fortran_order': False, 'shape': (6,)} + evil()`),
    'escape in a string': withDict(`{'descr': '\\x3cu2', 'fortran_order': False, 'shape': (6,)}`),
    call: withDict(`{'descr': __import__('os'), 'fortran_order': False, 'shape': (6,)}`),
    'fortran_order is a number': withDict(`{'descr': '<u2', 'fortran_order': 0, 'shape': (6,)}`),
    'deep nesting': withDict(`{'descr': ${'('.repeat(1_000)}`),
  });
  expect(problems).toMatchInlineSnapshot(`
    {
      "blank": "bad-format | a.npy header at 0: expected '{', got the end; write the file again with numpy.save",
      "call": "bad-format | a.npy header at 9: expected a value, got " __import__('os'), '"; write the file again with numpy.save",
      "deep nesting": "bad-format | a.npy header at 27: expected at most 16 levels, got more; write the file again with numpy.save",
      "double key": "bad-format | a.npy header at 24: expected each key once, got two of 'descr'; write the file again with numpy.save",
      "escape in a string": "bad-format | a.npy header at 9: expected a value, got " '\\\\x3cu2', 'fortran_"; write the file again with numpy.save",
      "fortran_order is a number": "bad-format | a.npy header: expected True or False for fortran_order, got 0; write the file again with numpy.save",
      "further key": "bad-format | a.npy header: expected the keys descr, fortran_order, shape, got descr, fortran_order, shape, x; write the file again with numpy.save",
      "missing key": "bad-format | a.npy header: expected the keys descr, fortran_order, shape, got descr, shape; write the file again with numpy.save",
      "no colon": "bad-format | a.npy header at 8: expected ':', got " '<u2'}             "; write the file again with numpy.save",
      "no comma": "bad-format | a.npy header at 15: expected '}', got " 'shape': (6,)}     "; write the file again with numpy.save",
      "no dictionary": "bad-format | a.npy header at 0: expected '{', got "[1, 2]              "; write the file again with numpy.save",
      "no value": "bad-format | a.npy header at 11: expected a value, got the end; write the file again with numpy.save",
      "not closed": "bad-format | a.npy header at 15: expected '}', got the end; write the file again with numpy.save",
      "number as key": "bad-format | a.npy header at 2: expected a string as key, got 1; write the file again with numpy.save",
      "rest behind it": "bad-format | a.npy header at 55: expected nothing after the dictionary, got "+ evil()"; write the file again with numpy.save",
    }
  `);
});

test.each(['<u2', '|u1'])('a %s file cut after any byte is damaged', async (descr) => {
  const file = npyFile(descr, [descr === '|u1' ? 12 : 6], sixValues);
  for (let length = 0; length < file.length; length++) {
    expect(await problemOf(() => readNpy(file.subarray(0, length), 'a.npy'))).toMatch(
      /^bad-format \| a\.npy: /,
    );
  }
});

test('a file with any byte changed is read or refused', async () => {
  const file = npyFile('<V2', [2, 3], sixValues);
  const change = fc.record({ at: fc.nat(file.length - 1), value: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(change, async ({ at, value }) => {
      await problemOf(() =>
        readNpy(
          Uint8Array.from(file, (byte, i) => (i === at ? value : byte)),
          'a.npy',
        ),
      );
    }),
    { numRuns: 2_000 },
  );
});

test('any array of any shape comes back', () => {
  const dims = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 });
  fc.assert(
    fc.property(
      dims,
      fc.constantFrom('<u2', '<V2', '|V2'),
      fc.integer({ min: 1, max: 3 }),
      (shape, descr, major) => {
        const payload = noise(shape.reduce((product, dim) => product * dim, 2));
        const matrix = readNpy(npyFile(descr, shape, payload, major), 'a.npy');
        expect(matrix.bytes).toEqual(payload);
        expect(matrix.cols).toBe(shape.at(-1) ?? 1);
        expect(2 * matrix.rows * matrix.cols).toBe(payload.length);
      },
    ),
  );
});
