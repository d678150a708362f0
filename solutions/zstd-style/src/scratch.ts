/**
 * One buffer for the streams of the block at hand, shared by all codecs of a thread: calls are synchronous. It grows
 * to what the largest block took, at most 19 MB, and stays; nothing is ever read from it that the same call has not
 * written, other than by frames that are refused afterwards.
 */
let scratch = new Uint8Array(0);

export function scratchBytes(countBytes: number): Uint8Array {
  if (scratch.length < countBytes) scratch = new Uint8Array(countBytes);
  return scratch;
}
