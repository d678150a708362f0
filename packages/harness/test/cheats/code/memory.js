/** How much memory a cheat takes at most: more than any limit of a run, and not all that a machine has. */
export const mostBytes = 2 ** 32;
export const stepBytes = 2 ** 24;

/** Touches every page, so that the memory is really taken. */
export function touch(bytes) {
  for (let i = 0; i < bytes.length; i += 4096) bytes[i] = 1;
  return bytes;
}

/** A codec that takes memory, step by step, before it compresses. */
export function fillBefore(work, takeStep) {
  return (input) => {
    const kept = [];
    for (let taken = 0; taken < mostBytes; taken += stepBytes) kept.push(takeStep(taken));
    const output = work(input);
    kept.length = 0;
    return output;
  };
}
