import { type Matrix, maxFrameBytes } from '@matrix-arena/contract';

/** Why a pass does not count, in words; null when the matrix came back bit for bit. */
export function differenceOf(original: Matrix, restored: Omit<Matrix, 'dtype'>): string | null {
  const [expected, got] = [original, restored].map(
    ({ rows, cols, bytes }) => `${rows} x ${cols} in ${bytes.length} bytes`,
  );
  if (expected !== got) return `shape: expected ${expected}, got ${got}`;
  const at = firstDifference(original.bytes, restored.bytes);
  if (at === null) return null;
  const value = at >>> 1;
  return `value ${value}: expected ${bitsAt(original, value)}, got ${bitsAt(restored, value)}`;
}

/** Why a frame is none, in words; null when it is short enough. */
export function frameFault(frameBytes: number, matrixBytes: number): string | null {
  const most = maxFrameBytes(matrixBytes);
  return frameBytes <= most ? null : `frame: expected at most ${most} bytes, got ${frameBytes}`;
}

/** Index of the first byte that differs. Both are of the same length. Words first: a page must not stall. */
function firstDifference(a: Uint8Array, b: Uint8Array): number | null {
  const isAligned = a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0;
  const wordCount = isAligned ? a.length >>> 2 : 0;
  const wordsOfA = new Uint32Array(a.buffer, isAligned ? a.byteOffset : 0, wordCount);
  const wordsOfB = new Uint32Array(b.buffer, isAligned ? b.byteOffset : 0, wordCount);
  let word = 0;
  while (word < wordCount && wordsOfA[word] === wordsOfB[word]) word++;
  for (let i = 4 * word; i < a.length; i++) if (a[i] !== b[i]) return i;
  return null;
}

function bitsAt({ bytes }: Pick<Matrix, 'bytes'>, value: number): string {
  return `0x${(bytes[2 * value] | (bytes[2 * value + 1] << 8)).toString(16).padStart(4, '0')}`;
}
