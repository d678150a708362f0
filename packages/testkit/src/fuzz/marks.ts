/** Formats keep their sizes and modes within so many bytes at the front. */
export const headerBytes = 32;
/** Parts of a long frame begin later, too, but to look for them takes longer than a thousand cases. */
const reachBytes = 4096;
const maxMarks = 64;

/**
 * Where parts of a frame may begin. Formats are not known here, but what opens a part, such as the magic of a library,
 * stands in many frames: the marks of a frame are the places behind its header that hold a word of four bytes which at
 * least an eighth of all frames hold. Runs of one byte are left out, since contents have them.
 *
 * @returns offsets in bytes, one list for each frame
 */
export function findMarks(frames: readonly Uint8Array[]): number[][] {
  const framesWith = new Map<number, number>();
  for (const frame of frames) {
    for (const word of new Set(wordsOf(frame))) framesWith.set(word, (framesWith.get(word) ?? 0) + 1);
  }
  const isMark = (word: number): boolean => (framesWith.get(word) ?? 0) >= frames.length / 8 && !isRun(word);
  return frames.map((frame) =>
    wordsOf(frame)
      .flatMap((word, i) => (isMark(word) ? [headerBytes + i] : []))
      .slice(0, maxMarks),
  );
}

/** How many bytes all frames begin with: name and version of a format. An edit there is as good as any other. */
export function countFixedBytes(frames: readonly Uint8Array[]): number {
  const [first, ...others] = frames;
  const differing = first.findIndex((byte, i) => others.some((frame) => frame[i] !== byte));
  return differing === -1 ? first.length : differing;
}

/** The words of four bytes within reach behind the header, one from each offset. */
function wordsOf(frame: Uint8Array): number[] {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const count = Math.max(0, Math.min(frame.length, reachBytes) - headerBytes - 3);
  return Array.from({ length: count }, (_, i) => view.getUint32(headerBytes + i));
}

function isRun(word: number): boolean {
  return word === (word & 0xff) * 0x01010101;
}
