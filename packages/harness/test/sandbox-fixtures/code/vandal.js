import { compress, decompress } from './codec.js';

// Replaces every method and accessor that it can get hold of, after it has made its first frame. Nothing that it
// needs for that is looked up in what it has replaced: loops count, and what is called is kept.
const { getOwnPropertyDescriptor, defineProperty, getPrototypeOf } = Object;
const { ownKeys } = Reflect;
const { min } = Math;
let replacedCount = 0;

function replace(object, key, descriptor) {
  try {
    defineProperty(object, key, descriptor);
    replacedCount++;
  } catch {}
}

function useless() {
  return undefined;
}

function vandalise(object) {
  const keys = ownKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const { value, get } = getOwnPropertyDescriptor(object, key);
    if (key === 'prototype') continue;
    if (get !== undefined) replace(object, key, { get: useless });
    else if (typeof value === 'function') replace(object, key, { value: useless });
  }
}

const classes = [
  ...[getPrototypeOf(Uint8Array), Uint8Array, Float64Array, ArrayBuffer, DataView, BigInt, Error, Map, Set],
  ...[Number, String, Symbol, TextEncoder, Promise, Array, Function, Object],
];
const objects = [JSON, Math, Reflect, Atomics, performance, console, getPrototypeOf([][Symbol.iterator]())];
const additions = ['then', 'usage', 'elapsedMs', 'oncomplete', 'toJSON', 'errno', 'code', 'message', '0'];

function vandaliseAll() {
  for (let i = 0; i < classes.length; i++) vandalise(classes[i].prototype);
  for (let i = 0; i < classes.length; i++) vandalise(classes[i]);
  for (let i = 0; i < objects.length; i++) vandalise(objects[i]);
  for (let i = 0; i < additions.length; i++)
    replace(classes[classes.length - 1].prototype, additions[i], { get: useless, set: useless });
  vandalise(globalThis);
}

export default {
  create() {
    const counts = new Uint8Array(2);
    return {
      compress(matrix) {
        if (replacedCount > 0) return counts;
        const frame = compress(matrix);
        vandaliseAll();
        counts[0] = min(replacedCount, 255);
        return frame;
      },
      decompress,
    };
  },
};
