import { copyBytes, isSameBytes } from './same.ts';

interface HostileFrame {
  /** What was done to the frame. */
  readonly change: string;
  readonly damaged: Uint8Array;
}

/** Formats keep their sizes near the front; this many bytes are taken for the header. */
const headerBytes = 32;
const absurdBytes = [0x00, 0x7f, 0x80, 0xff];
/** Just beyond the limit, a power of two whose square wraps 32 bits, and the extremes of both signednesses. */
const absurdWords = [0x1000_0002, 0x0001_0000, 0x2000_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
/** Two neighbouring fields at once, as a shape is: their product wraps 32 bits, or 53. */
const absurdPairs = [0x0001_0000, 0x8000_0001, 0xffff_ffff];

/**
 * Copies of a frame with absurd values written over its first bytes, at every offset and in both byte orders, since
 * the layout is not known here. Changes that change nothing are left out.
 */
export function* hostileFrames(frame: Uint8Array): Generator<HostileFrame> {
  for (const { change, offset, bytes } of overwrites()) {
    if (offset + bytes.length > frame.length) continue;
    const damaged = copyBytes(frame);
    damaged.set(bytes, offset);
    if (!isSameBytes(damaged, frame)) yield { change: `${change} at byte ${offset}`, damaged };
  }
}

function* overwrites(): Generator<{ change: string; offset: number; bytes: Uint8Array }> {
  for (let offset = 0; offset < headerBytes; offset++) {
    for (const byte of absurdBytes) yield { change: hex(byte, 2), offset, bytes: Uint8Array.of(byte) };
    for (const isLittleEndian of [true, false]) {
      for (const word of absurdWords) {
        yield { change: hex(word, 8), offset, bytes: wordBytes([word], isLittleEndian) };
      }
      for (const word of absurdPairs) {
        yield { change: `twice ${hex(word, 8)}`, offset, bytes: wordBytes([word, word], isLittleEndian) };
      }
    }
  }
}

function wordBytes(words: readonly number[], isLittleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * words.length));
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word, isLittleEndian);
  return new Uint8Array(view.buffer);
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}
