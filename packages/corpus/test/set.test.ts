import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { corpusHash, loadMatrices, openSet, readMatrixFile } from '../src/index.ts';
import { activationFile, noise, npyFile, safetensorsFile, sha256 } from './build-files.ts';
import { problemOf } from './problem.ts';
import { tempDir } from './temp-dir.ts';

const a = noise(12, 1);
const b = noise(16, 2);

async function load(dir: string) {
  const set = await openSet(dir);
  return loadMatrices(set, set.entries);
}

test('a manifest in the manner of raw files: shape, size and hash of each', async () => {
  const dir = await tempDir({
    'manifest.csv': `file,direction,kind,rows,cols,dtype,bytes,sha256\na.bf16,forward,residual,2,3,bf16,12,${sha256(a)}\n`,
    'a.bf16': a,
    'not-listed.bf16': b,
  });
  expect(await load(dir)).toEqual([
    {
      id: 'a.bf16',
      matrix: { bytes: a, rows: 2, cols: 3, dtype: 'bf16' },
      sha256: sha256(a),
      direction: 'forward',
      kind: 'residual',
    },
  ]);
});

test('a manifest in the manner of the competition: hash of the values, and no shape for them', async () => {
  const text = activationFile(a);
  const manifest = `file,kind,tokens,width,payload_bytes,sha256\nactivation_1.txt,large,2,3,12,${sha256(a)}\n`;
  const dir = await tempDir({ 'manifest.csv': manifest, 'activation_1.txt': text });
  expect(await load(dir)).toMatchObject([
    { id: 'activation_1.txt', matrix: { rows: 1, cols: 6 }, sha256: sha256(a), kind: 'large' },
  ]);
});

test('a hash may be of the file, a size too', async () => {
  const text = activationFile(a);
  const manifest = `file,bytes,sha256\nactivation_1.txt,${text.length},${sha256(text).toUpperCase()}\n`;
  const dir = await tempDir({ 'manifest.csv': manifest, 'activation_1.txt': text });
  expect(await load(dir)).toHaveLength(1);
});

test('columns stand in any order, and those that mean nothing here are kept', async () => {
  const manifest = '\ufeffname, note ,cols,kind,rows\r\n"a.bf16","x, ""y""",3,,2\r\n\r\n';
  const { entries } = await openSet(await tempDir({ 'manifest.csv': manifest }));
  expect(entries).toMatchObject([
    { id: 'a.bf16', shape: { rows: 2, cols: 3 }, kind: undefined, sha256: undefined },
  ]);
  expect([...entries[0].columns]).toEqual([
    ['name', 'a.bf16'],
    ['note', 'x, "y"'],
    ['cols', '3'],
    ['kind', ''],
    ['rows', '2'],
  ]);
});

test('entries keep the order of the manifest and may be in folders', async () => {
  const dir = await tempDir({ 'manifest.csv': 'file\nsub/b.bf16\na.bf16\n', 'a.bf16': a, 'sub/b.bf16': b });
  expect((await load(dir)).map(({ id }) => id)).toEqual(['sub/b.bf16', 'a.bf16']);
});

test('a folder without a manifest is its matrix files', async () => {
  const tensor = { name: 'w', dtype: 'BF16', shape: [6], data: a };
  const dir = await tempDir({
    'b.npy': npyFile('<u2', [2, 3], a),
    'a.bf16': a,
    'activation_1.txt': activationFile(b),
    'weights.safetensors': safetensorsFile([tensor, { ...tensor, name: 'v' }]),
    'README.md': 'no matrix',
    'notes.txt': 'no matrix either',
  });
  const set = await openSet(dir);
  expect(set.entries.map(({ id }) => id)).toEqual([
    'a.bf16',
    'activation_1.txt',
    'b.npy',
    'weights.safetensors',
  ]);
  const matrices = await loadMatrices(set, set.entries);
  expect(matrices.map(({ id }) => id).slice(2)).toEqual([
    'b.npy',
    'weights.safetensors#v',
    'weights.safetensors#w',
  ]);
});

test('a folder of sets is their union, with the folder in the id', async () => {
  const manifest = 'file,rows,cols\na.bf16,2,3\n';
  const dir = await tempDir({
    'two/manifest.csv': manifest,
    'two/a.bf16': a,
    'one/manifest.csv': manifest,
    'one/a.bf16': a,
    'no-set/a.bf16': a,
    'README.md': 'about them',
  });
  const set = await openSet(dir);
  expect(set.entries.map(({ id }) => id)).toEqual(['one/a.bf16', 'two/a.bf16']);
  expect((await loadMatrices(set, set.entries)).map(({ id }) => id)).toEqual(['one/a.bf16', 'two/a.bf16']);
});

test('a single file is read by its extension', async () => {
  const dir = await tempDir({
    'a.bf16': a,
    'A.NPY': npyFile('<V2', [3, 2], a),
    'w.safetensors': safetensorsFile([{ name: 'w', dtype: 'BF16', shape: [2, 3], data: a }]),
    'activation_1.txt': activationFile(a),
  });
  const shapeOf = async (name: string, shape?: { rows: number; cols: number }) => {
    const [{ id, matrix, ...rest }] = await readMatrixFile(join(dir, name), shape);
    expect(rest).toEqual({ sha256: sha256(a) });
    return [id, matrix.rows, matrix.cols];
  };
  expect(await shapeOf('a.bf16')).toEqual(['a.bf16', 1, 6]);
  expect(await shapeOf('a.bf16', { rows: 3, cols: 2 })).toEqual(['a.bf16', 3, 2]);
  expect(await shapeOf('A.NPY')).toEqual(['A.NPY', 3, 2]);
  expect(await shapeOf('w.safetensors')).toEqual(['w.safetensors#w', 2, 3]);
  expect(await shapeOf('activation_1.txt', { rows: 3, cols: 2 })).toEqual(['activation_1.txt', 1, 6]);
});

test('loading tells how far it is and can be stopped', async () => {
  const set = await openSet(await tempDir({ 'a.bf16': a, 'b.bf16': b }));
  const seen: unknown[] = [];
  const stop = new AbortController();
  const work = loadMatrices(set, set.entries, {
    signal: stop.signal,
    onProgress: (progress) => {
      seen.push(progress);
      stop.abort();
    },
  });
  expect(await problemOf(() => work)).toBe(`interrupted | ${set.dir}: stopped while reading; run it again`);
  expect(seen).toEqual([{ filesDone: 1, filesTotal: 2, bytesDone: 12, currentFile: 'a.bf16' }]);
});

test('the hash of a set depends on ids, shapes and bytes, and not on the order', async () => {
  const [first, second] = await load(await tempDir({ 'a.bf16': a, 'b.bf16': b }));
  const hash = corpusHash([first, second]);
  const text = [`["a.bf16",1,6,"${sha256(a)}"]\n`, `["b.bf16",1,8,"${sha256(b)}"]\n`].join('');
  expect(hash).toBe(sha256(Buffer.from(text)));
  expect(corpusHash([second, first])).toBe(hash);
  const others = [
    [first],
    [first, { ...second, id: 'c.bf16' }],
    [first, { ...second, sha256: first.sha256 }],
    [first, { ...second, matrix: { ...second.matrix, rows: 2, cols: 4 } }],
  ];
  expect(new Set([hash, ...others.map(corpusHash)]).size).toBe(5);
});

test('links to files are files', async () => {
  const dir = await tempDir({ 'target/a.bf16': a });
  await mkdir(join(dir, 'set'));
  await symlink(join(dir, 'target/a.bf16'), join(dir, 'set/link.bf16'));
  expect(await load(join(dir, 'set'))).toMatchObject([{ id: 'link.bf16', sha256: sha256(a) }]);
});
