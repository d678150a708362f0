import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64 } from '../src/formats/base64.ts';
import { readActivationText } from '../src/index.ts';
import { activationFile, noise, npyFile, sha256 } from './build-files.ts';
import { problemOf, problemsOf } from './problem.ts';

fc.configureGlobal({ seed: 20_251_203 });

const read = (text: string) => readActivationText(Buffer.from(text, 'latin1'), 'activation_1.txt');
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const values = Uint8Array.of(0x80, 0x3f, 0x00, 0xc0);

test('the text that numpy and base64 make of two values, with and without a line break', () => {
  const golden =
    'k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQsKSwgfSAgICAgICAg' +
    'ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqAPwDA';
  expect(Buffer.from(activationFile(values)).toString()).toBe(golden);
  for (const end of ['', '\n', '\r\n']) {
    expect(read(golden + end)).toEqual({ bytes: values, rows: 1, cols: 2, dtype: 'bf16' });
  }
});

test('text that is no such file is told', async () => {
  const good = textOf(npyFile('|u1', [4], values));
  const problems = await problemsOf({
    empty: () => read(''),
    'line break only': () => read('\n'),
    'foreign character': () => read(`${good.slice(0, 17)}%${good.slice(18)}`),
    'url alphabet': () => read(good.replaceAll('A', '-')),
    'break inside': () => read(`${good.slice(0, 76)}\n${good.slice(76)}`),
    'two breaks': () => read(`${good}\n\n`),
    'blank at the end': () => read(`${good} `),
    'byte-order mark': () => read(`\xef\xbb\xbf${good}`),
    'no padding': () => read(good.slice(0, -1)),
    'padding inside': () => read(`${good.slice(0, 8)}==${good.slice(10)}`),
    'three pads': () => read(`${good.slice(0, -3)}===`),
    'stray bits': () => read(`${good.slice(0, -2)}B=`),
    'no npy': () => read(textOf(Buffer.from('some other text'))),
    'values with a shape': () => read(textOf(npyFile('<u2', [2], values))),
    'odd bytes': () => read(textOf(npyFile('|u1', [3], values.subarray(1)))),
  });
  expect(problems).toMatchInlineSnapshot(`
    {
      "blank at the end": "bad-format | activation_1.txt: expected base64 characters, got " " at byte 176; fetch the file again",
      "break inside": "bad-format | activation_1.txt: expected base64 characters, got "\\n" at byte 76; fetch the file again",
      "byte-order mark": "bad-format | activation_1.txt: expected base64 characters, got "ï" at byte 0; fetch the file again",
      "empty": "bad-format | activation_1.txt: expected at least 8 bytes, got 0; the file is cut short: fetch it again",
      "foreign character": "bad-format | activation_1.txt: expected base64 characters, got "%" at byte 17; fetch the file again",
      "line break only": "bad-format | activation_1.txt: expected at least 8 bytes, got 0; the file is cut short: fetch it again",
      "no npy": "bad-format | activation_1.txt: expected a .npy file, got other content; write the file with numpy.save",
      "no padding": "bad-format | activation_1.txt: expected base64 in groups of 4 characters, got 175; fetch the file again",
      "odd bytes": "bad-format | activation_1.txt: expected an even number of bytes, two for a value, got 3; fetch the file again",
      "padding inside": "bad-format | activation_1.txt: expected base64 characters, got "=" at byte 8; fetch the file again",
      "stray bits": "bad-format | activation_1.txt: expected zero bits behind the last byte, got PwB=; fetch the file again",
      "three pads": "bad-format | activation_1.txt: expected base64 characters, got "=" at byte 173; fetch the file again",
      "two breaks": "bad-format | activation_1.txt: expected base64 characters, got "\\n" at byte 176; fetch the file again",
      "url alphabet": "bad-format | activation_1.txt: expected base64 characters, got "-" at byte 8; fetch the file again",
      "values with a shape": "unsupported | activation_1.txt: expected items of type |u1, got "<u2"; save bfloat16 values, viewed as uint8",
    }
  `);
});

test('text cut after any byte is damaged', async () => {
  const text = Buffer.from(activationFile(values)).toString();
  for (let length = 0; length < text.length; length++) {
    expect(await problemOf(() => read(text.slice(0, length)))).toMatch(/^bad-format \| activation_1\.txt: /);
  }
});

test('base64 of any bytes comes back, and any other character is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), async (bytes, where) => {
      const text = textOf(bytes);
      expect(new Uint8Array(decodeBase64(Buffer.from(text), 'a'))).toEqual(bytes);
      const at = where % text.length;
      const broken = Buffer.from(`${text.slice(0, at)}!${text.slice(at + 1)}`);
      expect(await problemOf(() => decodeBase64(broken, 'a'))).toMatch(/^bad-format \| a: expected /);
    }),
  );
});

test('a large text comes back', () => {
  const payload = noise(1_638_400);
  expect(sha256(readActivationText(activationFile(payload), 'a.txt').bytes)).toBe(sha256(payload));
});
