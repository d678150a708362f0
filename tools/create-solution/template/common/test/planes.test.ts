import { expect, it } from 'vitest';
import { loadPlanes } from '../src/planes.ts';

const kernel = await loadPlanes();

/** Bytes that look random, the same in every run. */
function someBytes(count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => (Math.imul(i + 1, 0x9e3779b1) >>> 15) & 0xff);
}

/** The reference: slow and obvious. */
function referencePlanes(bytes: Uint8Array): { low: Uint8Array; high: Uint8Array } {
  return { low: bytes.filter((_, i) => i % 2 === 0), high: bytes.filter((_, i) => i % 2 === 1) };
}

/** All tails that a loop in steps of up to 64 can leave, and the edges of larger blocks. */
const valueCounts = [...Array(65).keys(), 16_383, 16_384, 16_385, 32_785];

it.for(valueCounts)('splits and merges %i values as the reference does', (valueCount) => {
  const bytes = someBytes(2 * valueCount);
  const planes = { low: new Uint8Array(valueCount), high: new Uint8Array(valueCount) };
  kernel.split(bytes, planes.low, planes.high);
  const expected = referencePlanes(bytes);
  expect(Buffer.compare(planes.low, expected.low)).toBe(0);
  expect(Buffer.compare(planes.high, expected.high)).toBe(0);

  const merged = new Uint8Array(2 * valueCount);
  kernel.merge(planes.low, planes.high, merged);
  expect(Buffer.compare(merged, bytes)).toBe(0);
});
