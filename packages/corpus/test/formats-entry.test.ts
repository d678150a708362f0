import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import { beforeAll, expect, it } from 'vitest';
import { readActivationText, readNpy, readRawBf16, readSafetensors } from '../src/formats-entry.ts';
import { activationFile, noise, npyFile, safetensorsFile } from './build-files.ts';

type Entry = typeof import('../src/formats-entry.ts');

let code = '';
let inBrowser: Entry;

beforeAll(async () => {
  const entry = join(import.meta.dirname, '../src/formats-entry.ts');
  const [output] = [
    await build({
      configFile: false,
      logLevel: 'silent',
      build: { write: false, minify: false, lib: { entry, name: 'formats', formats: ['iife'] } },
    }),
  ].flat();
  if (!('output' in output)) throw new Error('expected the build to end');
  code = output.output[0].code;
  // What a page has of what readers need; nothing of Node.
  const globals: { formats?: Entry } = {};
  runInNewContext(`${code};globalThis.formats = formats;`, Object.assign(globals, { TextDecoder }));
  if (globals.formats === undefined) throw new Error('expected the bundle to define its exports');
  inBrowser = globals.formats;
});

it('is bundled for browsers without a Node built-in', () => {
  expect(code).not.toMatch(/__vite-browser-external|require\(|\bBuffer\b|\bprocess\b/);
});

const payload = noise(24);

it.each<[name: string, bytes: Uint8Array, read: (entry: Entry, bytes: Uint8Array) => unknown]>([
  ['.npy', npyFile('<u2', [3, 4], payload), (entry, bytes) => entry.readNpy(bytes, 'x.npy')],
  ['.npy 3', npyFile('<u2', [3, 4], payload, 3), (entry, bytes) => entry.readNpy(bytes, 'x.npy')],
  ['.bf16', payload, (entry, bytes) => entry.readRawBf16(bytes, 'x.bf16', { rows: 2, cols: 6 })],
  ['.txt', activationFile(payload), (entry, bytes) => entry.readActivationText(bytes, 'activation_x.txt')],
  [
    '.safetensors',
    safetensorsFile([{ name: 'a', dtype: 'BF16', shape: [12], data: payload }]),
    (entry, bytes) => entry.readSafetensors(bytes, 'x.safetensors').tensors[0].matrix,
  ],
])('reads %s there as in Node', (_, bytes, read) => {
  const here = read({ readActivationText, readNpy, readRawBf16, readSafetensors }, bytes);
  // The other context has other prototypes.
  expect(plain(read(inBrowser, bytes))).toEqual(plain(here));
  expect(plain(here)).toMatchObject({ bytes: [...payload], dtype: 'bf16' });
});

function plain(matrix: unknown): unknown {
  const { bytes, ...rest } = matrix as { bytes: Uint8Array };
  return { ...rest, bytes: [...bytes] };
}
