import { streamMethod } from './constants.ts';
import { encodeZstd } from './zstd.ts';

/** Shorter streams are stored: the header of a zstd frame and its tables eat up what it saves. */
const minZstdBytes = 48;
/** How much of a stream of noise is tried, and by how much it has to shrink, for the rest to be worth the time. */
const sampleBytes = 4096;
const minShrunkShare = 1 / 16;
const storedHeaderBytes = 4;

/** Collects the pieces of a frame. */
export class FrameWriter {
  private readonly parts: Uint8Array[] = [];
  private lengthBytes = 0;

  /** Keeps the bytes, not a copy. */
  bytes(bytes: Uint8Array): void {
    this.parts.push(bytes);
    this.lengthBytes += bytes.length;
  }

  /** A stream in whatever takes fewer bytes. Keeps a copy. */
  stream(bytes: Uint8Array): void {
    const zstdFrame = bytes.length < minZstdBytes ? bytes : encodeZstd(bytes);
    if (zstdFrame.length < bytes.length) {
      this.bytes(Uint8Array.of(streamMethod.zstd));
      this.bytes(zstdFrame);
    } else this.storedStream(bytes);
  }

  /** A stream that seldom gets smaller: zstd is tried on its start. Keeps a copy. */
  noiseStream(bytes: Uint8Array): void {
    const sample = bytes.subarray(0, sampleBytes);
    if (encodeZstd(sample).length < (1 - minShrunkShare) * sample.length) this.stream(bytes);
    else this.storedStream(bytes);
  }

  finish(): Uint8Array {
    const frame = new Uint8Array(this.lengthBytes);
    let at = 0;
    for (const part of this.parts) {
      frame.set(part, at);
      at += part.length;
    }
    return frame;
  }

  private storedStream(bytes: Uint8Array): void {
    const stored = new Uint8Array(storedHeaderBytes + bytes.length);
    new DataView(stored.buffer).setUint32(0, (bytes.length << 8) | streamMethod.stored, true);
    stored.set(bytes, storedHeaderBytes);
    this.bytes(stored);
  }
}
