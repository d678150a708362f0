/** Lets typed arrays and buffers lie about what they hold and how long they are, and comparisons find no difference. */
import { attempt, solutionThat } from './attack.js';

const { defineProperty, getPrototypeOf } = Reflect;
const RealBytes = globalThis.Uint8Array;
const TypedArray = getPrototypeOf(RealBytes.prototype);
const shortBytes = 1;

const replace = (holder, key, value) =>
  defineProperty(holder, key, { value, configurable: true, writable: true });
const replaceGetter = (holder, key, get) => defineProperty(holder, key, { get, configurable: true });

/** One byte instead of all. */
const firstByte = () => new RealBytes(shortBytes);

class LyingBytes extends RealBytes {
  constructor(...given) {
    super(...(given[0] instanceof RealBytes ? [shortBytes] : given));
  }
}

const lies = [
  ...['slice', 'subarray', 'map', 'filter', 'toSorted'].map(
    (name) => () => replace(TypedArray, name, firstByte),
  ),
  ...['set', 'fill', 'copyWithin'].map((name) => () => replace(TypedArray, name, () => {})),
  ...['findIndex', 'indexOf'].map((name) => () => replace(TypedArray, name, () => -1)),
  ...['every', 'includes'].map((name) => () => replace(TypedArray, name, () => true)),
  () => replaceGetter(TypedArray, 'length', () => shortBytes),
  () => replaceGetter(TypedArray, 'byteLength', () => shortBytes),
  () => replaceGetter(TypedArray, 'buffer', () => new ArrayBuffer(shortBytes)),
  () => replaceGetter(ArrayBuffer.prototype, 'byteLength', () => shortBytes),
  () => replace(ArrayBuffer.prototype, 'slice', () => new ArrayBuffer(shortBytes)),
  () =>
    replace(TypedArray, Symbol.iterator, function* () {
      yield 0;
    }),
  () => replaceGetter(getPrototypeOf(RealBytes), Symbol.species, () => LyingBytes),
  () => replace(Buffer, 'compare', () => 0),
  () => replace(Buffer.prototype, 'compare', () => 0),
  () => replace(Buffer.prototype, 'equals', () => true),
  () => replace(Buffer, 'from', () => Buffer.alloc(shortBytes)),
  () => replace(Buffer, 'concat', () => Buffer.alloc(shortBytes)),
  () => replace(globalThis, 'Uint8Array', LyingBytes),
];

await attempt(...lies);

export default solutionThat(new RealBytes(2).length === shortBytes);
