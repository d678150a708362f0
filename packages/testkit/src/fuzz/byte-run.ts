/** Bytes that edits change in place, at the front of a buffer that is used again for every case. */
export interface ByteRun {
  readonly bytes: Uint8Array;
  /** How many of `bytes` count. Never more than there are: what finds no room is left out. */
  length: number;
}

/** Behind the run, so that a codec which reads on finds the same whatever the case before left there. */
const guard = new Uint8Array(64).fill(0xa5);

/** Fills the run with a copy. */
export function load(run: ByteRun, source: Uint8Array): void {
  run.bytes.set(source);
  run.length = source.length;
}

/** A view of the bytes, with guard bytes behind it. */
export function view(run: ByteRun): Uint8Array {
  run.bytes.set(guard.subarray(0, run.bytes.length - run.length), run.length);
  return run.bytes.subarray(0, run.length);
}

/** Shifts what follows `at` back by as many bytes as there is room for; these still hold what stood there. */
export function makeRoom(run: ByteRun, at: number, count: number): Uint8Array {
  const room = Math.min(count, run.bytes.length - run.length);
  run.bytes.copyWithin(at + room, at, run.length);
  run.length += room;
  return run.bytes.subarray(at, at + room);
}

/** Takes bytes out; what follows closes up. */
export function remove(run: ByteRun, at: number, count: number): void {
  const end = Math.min(at + count, run.length);
  run.bytes.copyWithin(at, end, run.length);
  run.length -= end - at;
}

/** Fills bytes with numbers that look random and follow from one. */
export function scatter(bytes: Uint8Array, seed: number): void {
  let state = seed;
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 0x19660d) + 0x3c6ef35f) | 0;
    bytes[i] = state >>> 24;
  }
}
