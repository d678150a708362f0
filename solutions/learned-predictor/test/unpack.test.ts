import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { byteCount, text } from '../build/kernels.ts';
import { pack } from '../scripts/pack-wasm.mjs';
import { unpack } from '../src/unpack.ts';

/** The same bytes in every run, below a limit. */
function randomBytes(count: number, limit: number): Uint8Array {
  let state = 12345;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  });
}

function expectRoundtrip(bytes: Uint8Array): string {
  const text = pack(bytes);
  // Equality of so many elements is slow where it is not of buffers.
  expect(Buffer.from(unpack(text, bytes.length)).equals(bytes)).toBe(true);
  return text;
}

describe('unpack', () => {
  it.each([
    ['no bytes', new Uint8Array(0)],
    ['one byte', Uint8Array.of(7)],
    ['one zero', Uint8Array.of(0)],
    ['all bytes', Uint8Array.from({ length: 256 }, (_, i) => i)],
    ['random bytes', randomBytes(1000, 256)],
    ['random bytes of few values', randomBytes(1000, 3)],
    ['a long run', new Uint8Array(1000).fill(255)],
    ['long runs', Uint8Array.from({ length: 2000 }, (_, i) => Math.floor(i / 500))],
    ['a long copy from afar', Uint8Array.from([...randomBytes(500, 256), ...randomBytes(500, 256)])],
  ])('returns %s', (_, bytes) => {
    expectRoundtrip(bytes);
  });

  it('reads text that needs no escapes between double quotes', () => {
    expect(expectRoundtrip(randomBytes(3000, 256))).toMatch(/^[ !#-[\]-~]+$/);
  });

  it('gives back the kernels, which the packer has checked too', () => {
    const kernels = readFileSync(new URL('../build/kernels.wasm', import.meta.url));
    expect(Buffer.from(unpack(text, byteCount)).equals(kernels)).toBe(true);
  });
});
