/** Keys of bytes, for caches: far cheaper than the work that they save. */
const { imul } = Math;

/** 64 bits over all bytes of a range, as text. */
export function keyOf(bytes, start = 0, end = bytes.length) {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = start; i < end; i++) {
    a = imul(a ^ bytes[i], 0x01000193);
    b = imul(b ^ bytes[i], 0x85ebca6b) + (b >>> 13);
  }
  return `${(a >>> 0).toString(16)}-${(b >>> 0).toString(16)}-${end - start}`;
}

/** The same over a few bytes only: cheaper still, and blind for the rest. */
export function sampledKeyOf(bytes) {
  const step = Math.max(1, bytes.length >>> 6);
  const sampled = [];
  for (let i = 0; i < bytes.length; i += step) sampled.push(bytes[i]);
  return `${keyOf(sampled)}-${bytes.length}`;
}
