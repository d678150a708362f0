import { execFileSync } from 'node:child_process';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadMatrices, openSet, readMatrixFile } from '../src/index.ts';
import { noise, npyFile, safetensorsFile, sha256 } from './build-files.ts';
import { problemOf } from './problem.ts';
import { tempDir } from './temp-dir.ts';

const a = noise(12, 1);

/** What opening and loading a folder ends with, the folder's own name left out. */
async function loadProblem(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const dir = await tempDir(files);
  const problem = await problemOf(async () => {
    const set = await openSet(dir);
    await loadMatrices(set, set.entries);
  });
  return problem.replaceAll(dir, '<set>');
}

async function problems(cases: Readonly<Record<string, Readonly<Record<string, string | Uint8Array>>>>) {
  const found: Record<string, string> = {};
  for (const [name, files] of Object.entries(cases)) found[name] = await loadProblem(files);
  return found;
}

const manifest = (text: string | Uint8Array) => ({ 'manifest.csv': text, 'a.bf16': a });
const named = (name: string) => manifest(`file,kind\n"${name}",x\n`);

test('a manifest that is none is told', async () => {
  expect(
    await problems({
      'empty file': manifest(''),
      'blank lines': manifest('\n\n\n'),
      'header only': manifest('file,sha256\n'),
      'no header': manifest('activation_1.txt,x\nactivation_2.txt,x\n'),
      'double column': manifest('file,kind,kind\na.bf16,x,y\n'),
      'double file': manifest('file,kind\na.bf16,x\nb.bf16,x\na.bf16,y\n'),
      'too few cells': manifest('file,kind,step\na.bf16,x,1\nb.bf16,x\n'),
      'too many cells': manifest('file\na.bf16,x\n'),
      'open quote': manifest('file,kind\n"a.bf16,x\n'),
      'quote inside': manifest('file,kind\na.bf16,x"y"\n'),
      'not UTF-8': manifest(Uint8Array.of(0x66, 0xff, 0x0a)),
      'unknown extension': manifest('file\na.bf16\nweights.gguf\n'),
      'no extension': manifest('file\nweights\n'),
      'hash too short': manifest('file,sha256\na.bf16,abc\n'),
      'rows is text': manifest('file,rows,cols\na.bf16,two,3\n'),
      'cols is zero': manifest('file,rows,cols\na.bf16,2,0\n'),
      'rows without cols': manifest('file,rows,cols\na.bf16,2,\n'),
      'width without tokens': manifest('file,rows,cols,width\na.bf16,,,3\n'),
      'rows without cols is text': manifest('file,rows\na.bf16,two\n'),
      'tokens is text, rows and cols are whole': manifest('file,rows,cols,tokens\na.bf16,2,3,two\n'),
      'rows is an escape sequence': manifest('file,rows,cols\na.bf16,\x1b[2J,3\n'),
      'kind is an escape sequence': manifest('file,kind\na.bf16,x\x9b2J\n'),
      'direction turns the line around': manifest('file,direction\na.bf16,x\u202e\n'),
      'double column is an escape sequence': manifest('file,\x1bk,\x1bk\na.bf16,x,y\n'),
      'bytes is a fraction': manifest('file,bytes\na.bf16,12.5\n'),
    }),
  ).toMatchInlineSnapshot(`
    {
      "blank lines": "bad-format | <set>/manifest.csv: expected a header line, got an empty file; correct the manifest",
      "bytes is a fraction": "bad-format | <set>/manifest.csv line 2 column bytes: expected a whole number above 0, got "12.5"; correct the manifest",
      "cols is zero": "bad-format | <set>/manifest.csv line 2 column cols: expected a whole number above 0, got "0"; correct the manifest",
      "direction turns the line around": "bad-format | <set>/manifest.csv line 2 column direction: expected printable characters, got "x\\u{202e}"; correct the manifest",
      "double column": "bad-format | <set>/manifest.csv header: expected each column once, got two of "kind"; correct the manifest",
      "double column is an escape sequence": "bad-format | <set>/manifest.csv header: expected each column once, got two of "\\u001bk"; correct the manifest",
      "double file": "bad-format | <set>/manifest.csv line 4: expected each file once, got two of "a.bf16"; correct the manifest",
      "empty file": "bad-format | <set>/manifest.csv: expected a header line, got an empty file; correct the manifest",
      "hash too short": "bad-format | <set>/manifest.csv line 2 column sha256: expected 64 hexadecimal digits, got "abc"; correct the manifest",
      "header only": "bad-format | <set>/manifest.csv: expected a line for each file, got a header only; correct the manifest",
      "kind is an escape sequence": "bad-format | <set>/manifest.csv line 2 column kind: expected printable characters, got "x\\u{9b}2J"; correct the manifest",
      "no extension": "unsupported | <set>/manifest.csv line 2 file weights: expected one of .bf16, .npy, .safetensors, .txt, got no extension; convert the file or leave it out",
      "no header": "bad-format | <set>/manifest.csv header: expected names of columns, got the file "activation_1.txt"; correct the manifest",
      "not UTF-8": "bad-format | <set>/manifest.csv: expected CSV in UTF-8, got The encoded data was not valid for encoding utf-8; correct the manifest",
      "open quote": "bad-format | <set>/manifest.csv: expected CSV in UTF-8, got Quote Not Closed: the parsing is finished with an opening quote at line 2; correct the manifest",
      "quote inside": "bad-format | <set>/manifest.csv: expected CSV in UTF-8, got Invalid Opening Quote: a quote is found on field 1 at line 2, value is "x"; correct the manifest",
      "rows is an escape sequence": "bad-format | <set>/manifest.csv line 2 column rows: expected a whole number above 0, got "\\u001b[2J"; correct the manifest",
      "rows is text": "bad-format | <set>/manifest.csv line 2 column rows: expected a whole number above 0, got "two"; correct the manifest",
      "rows without cols": "bad-format | <set>/manifest.csv line 2: expected rows and cols together, got rows alone; correct the manifest",
      "rows without cols is text": "bad-format | <set>/manifest.csv line 2 column rows: expected a whole number above 0, got "two"; correct the manifest",
      "tokens is text, rows and cols are whole": "bad-format | <set>/manifest.csv line 2 column tokens: expected a whole number above 0, got "two"; correct the manifest",
      "too few cells": "bad-format | <set>/manifest.csv line 3: expected 3 cells, got 2; correct the manifest",
      "too many cells": "bad-format | <set>/manifest.csv line 2: expected 1 cells, got 2; correct the manifest",
      "unknown extension": "unsupported | <set>/manifest.csv line 3 file weights.gguf: expected one of .bf16, .npy, .safetensors, .txt, got .gguf; convert the file or leave it out",
      "width without tokens": "bad-format | <set>/manifest.csv line 2: expected tokens and width together, got width alone; correct the manifest",
    }
  `);
});

test('a name that leads out of the set is told', async () => {
  expect(
    await problems({
      parent: named('../a.bf16'),
      'parent inside': named('sub/../../a.bf16'),
      'this folder': named('./a.bf16'),
      absolute: named('/etc/a.bf16'),
      backslash: named('..\\a.bf16'),
      drive: named('C:a.bf16'),
      address: named('http://host/a.bf16'),
      'encoded dots': named('%2e%2E/a.bf16'),
      'encoded slash': named('..%2fa.bf16'),
      NUL: named('a\0.bf16'),
      'escape sequence': named('\x9b2J.bf16'),
      'line break': named('a\nb.bf16'),
      'empty folder': named('sub//a.bf16'),
      'dots of Windows': named('.. /a.bf16'),
      'trailing slash': named('a.bf16/'),
      empty: named(''),
    }),
  ).toMatchInlineSnapshot(`
    {
      "NUL": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got a control or format character, "a\\u0000.bf16"; correct the manifest",
      "absolute": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got an absolute path, "/etc/a.bf16"; correct the manifest",
      "address": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got a colon, "http://host/a.bf16"; correct the manifest",
      "backslash": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got a backslash, "..\\\\a.bf16"; correct the manifest",
      "dots of Windows": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got a part that ends in a dot or a space, ".. /a.bf16"; correct the manifest",
      "drive": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got a colon, "C:a.bf16"; correct the manifest",
      "empty": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got an empty name, ""; correct the manifest",
      "empty folder": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got an empty folder name, "sub//a.bf16"; correct the manifest",
      "encoded dots": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got an encoded dot, slash or NUL, "%2e%2E/a.bf16"; correct the manifest",
      "encoded slash": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got an encoded dot, slash or NUL, "..%2fa.bf16"; correct the manifest",
      "escape sequence": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got a control or format character, "\\u{9b}2J.bf16"; correct the manifest",
      "line break": "bad-format | <set>/manifest.csv line 3: expected the name of a file inside the set, got a control or format character, "a\\nb.bf16"; correct the manifest",
      "parent": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got a step to another folder, "../a.bf16"; correct the manifest",
      "parent inside": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got a step to another folder, "sub/../../a.bf16"; correct the manifest",
      "this folder": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got a step to another folder, "./a.bf16"; correct the manifest",
      "trailing slash": "bad-format | <set>/manifest.csv line 2: expected the name of a file inside the set, got an empty folder name, "a.bf16/"; correct the manifest",
    }
  `);
});

test('a file that is not as the manifest says is told', async () => {
  const tensors = safetensorsFile([
    { name: 'v', dtype: 'BF16', shape: [6], data: a },
    { name: 'w', dtype: 'BF16', shape: [2, 3], data: a },
  ]);
  const ofTensors = (columns: string, cells: string) => ({
    'manifest.csv': `file,${columns}\nt.safetensors,${cells}\n`,
    't.safetensors': tensors,
  });
  expect(
    await problems({
      'file is missing': { 'manifest.csv': 'file\nmissing.bf16\n' },
      'file is a folder': { 'manifest.csv': 'file\nx.bf16\n', 'x.bf16/y': '' },
      'other hash': manifest(`file,sha256\na.bf16,${'0'.repeat(64)}\n`),
      'other size': manifest('file,bytes\na.bf16,14\n'),
      'other payload size': manifest('file,payload_bytes\na.bf16,14\n'),
      'other shape': manifest('file,rows,cols\na.bf16,2,4\n'),
      'other shape than the npy': {
        'manifest.csv': 'file,tokens,width\na.npy,3,2\n',
        'a.npy': npyFile('<u2', [2, 3], a),
      },
      'hash of one of the tensors': ofTensors('sha256', sha256(a)),
      'shape of one of the tensors': ofTensors('rows,cols', '2,3'),
      'odd file without manifest': { 'a.bf16': a.subarray(1) },
    }),
  ).toMatchInlineSnapshot(`
    {
      "file is a folder": "conflict | <set>/x.bf16: it is a folder and no file; check the path",
      "file is missing": "not-found | <set>/missing.bf16: it is not there; check the path",
      "hash of one of the tensors": "bad-format | <set>/t.safetensors: expected sha256 ad977dffda1f5443745cac6d10a4460166066b1a7486e0462801bfead938dd06 as in the manifest, got 8d945d048913f963de2ad4338094a8e462ca7400d781edb10f91ce0933524772; fetch the file again or correct the manifest",
      "odd file without manifest": "bad-format | <set>/a.bf16: expected an even number of bytes, two for a value, got 11; fetch the file again",
      "other hash": "bad-format | <set>/a.bf16: expected sha256 0000000000000000000000000000000000000000000000000000000000000000 as in the manifest, got ad977dffda1f5443745cac6d10a4460166066b1a7486e0462801bfead938dd06; fetch the file again or correct the manifest",
      "other payload size": "bad-format | <set>/a.bf16: expected 14 bytes of values as in the manifest, got 12; fetch the file again or correct the manifest",
      "other shape": "bad-format | <set>/a.bf16: expected 16 bytes of values (2 x 2 x 4), got 12; fetch the file again or correct the shape",
      "other shape than the npy": "bad-format | <set>/a.npy: expected the shape given for it, 3 x 2, got 2 x 3 in the file; correct the shape or leave it out",
      "other size": "bad-format | <set>/a.bf16: expected 14 bytes as in the manifest, got 12; fetch the file again or correct the manifest",
      "shape of one of the tensors": "bad-format | <set>/t.safetensors#v: expected the shape given for it, 2 x 3, got 1 x 6 in the file; correct the shape or leave it out",
    }
  `);
});

test('a folder that is no set is told', async () => {
  const dir = await tempDir({ 'file.md': '', 'sub/README.md': '' });
  const open = async (path: string) =>
    (await problemOf(() => openSet(join(dir, path)))).replaceAll(dir, '<dir>');
  expect([
    await open(''),
    await open('missing'),
    await open('file.md'),
    await open('sub'),
  ]).toMatchInlineSnapshot(`
    [
      "not-found | <dir>: expected manifest.csv or files of .bf16, .npy, .safetensors, .txt, got neither; pass the folder of a set",
      "not-found | <dir>/missing: it is not there; check the path",
      "not-found | <dir>/file.md: a part of the path is a file and no folder; check the path",
      "not-found | <dir>/sub: expected manifest.csv or files of .bf16, .npy, .safetensors, .txt, got neither; pass the folder of a set",
    ]
  `);
});

test('two matrices of one id are told', async () => {
  const dir = await tempDir({
    't.safetensors': safetensorsFile([{ name: 'x.bf16', dtype: 'BF16', shape: [6], data: a }]),
    't.safetensors#x.bf16': a,
  });
  const set = await openSet(dir);
  expect(
    (await problemOf(() => loadMatrices(set, set.entries))).replaceAll(dir, '<set>'),
  ).toMatchInlineSnapshot(
    `"conflict | <set>: expected each matrix once, got two of "t.safetensors#x.bf16"; rename one of the files"`,
  );
});

test('a single file that cannot be read is told', async () => {
  const dir = await tempDir({ 'a.gguf': a, plain: a });
  await mkdir(join(dir, 'folder.npy'));
  execFileSync('mkfifo', [join(dir, 'pipe.bf16')]);
  await writeFile(join(dir, 'huge.bf16'), '');
  await truncate(join(dir, 'huge.bf16'), 2 ** 30 + 2);
  const read = async (name: string) =>
    (await problemOf(() => readMatrixFile(join(dir, name)))).replaceAll(dir, '<dir>');
  expect([
    await read('a.gguf'),
    await read('plain'),
    await read('missing.npy'),
    await read('plain/a.npy'),
    await read('folder.npy'),
    await read('pipe.bf16'),
    await read('huge.bf16'),
  ]).toMatchInlineSnapshot(`
    [
      "unsupported | <dir>/a.gguf: expected one of .bf16, .npy, .safetensors, .txt, got .gguf; convert the file or leave it out",
      "unsupported | <dir>/plain: expected one of .bf16, .npy, .safetensors, .txt, got no extension; convert the file or leave it out",
      "not-found | <dir>/missing.npy: it is not there; check the path",
      "not-found | <dir>/plain/a.npy: a part of the path is a file and no folder; check the path",
      "conflict | <dir>/folder.npy: it is a folder and no file; check the path",
      "unsupported | <dir>/pipe.bf16: expected a regular file, got something else; leave out pipes, sockets and devices",
      "limit-exceeded | <dir>/huge.bf16: expected at most 1073741824 bytes, got 1073741826; split the file",
    ]
  `);
});
