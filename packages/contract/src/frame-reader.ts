import { CodecError } from './codec-error.ts';

/**
 * Reads a frame from front to back, little-endian. A read past the end throws `truncated`, so a decoder built on
 * it needs no bounds checks of its own. Hands out views of the frame, never copies.
 */
export class FrameReader {
  private readonly view: DataView;
  private offsetBytes = 0;

  /** @throws CodecError `invalid-argument` when the frame is no Uint8Array */
  constructor(
    private readonly frame: Uint8Array,
    private readonly codec: string,
  ) {
    if (!(frame instanceof Uint8Array)) {
      throw this.error('invalid-argument', 'frame', 'a Uint8Array', frame === null ? 'null' : typeof frame);
    }
    // No view can be made of a detached buffer: its frame has no bytes, as an empty one.
    this.view =
      frame.length === 0
        ? new DataView(new ArrayBuffer(0))
        : new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  }

  get remainingBytes(): number {
    return this.frame.length - this.offsetBytes;
  }

  u8(what: string): number {
    return this.view.getUint8(this.advance(1, what));
  }

  u16(what: string): number {
    return this.view.getUint16(this.advance(2, what), true);
  }

  u32(what: string): number {
    return this.view.getUint32(this.advance(4, what), true);
  }

  /** A view of the next `countBytes` bytes. */
  bytes(countBytes: number, what: string): Uint8Array {
    const start = this.advance(countBytes, what);
    return this.frame.subarray(start, start + countBytes);
  }

  /** Reads four bytes that must spell `magic`. A frame that is too short to tell is `truncated`. */
  magic(magic: string): void {
    const got = String.fromCharCode(...this.bytes(magic.length, 'magic'));
    if (got !== magic) throw this.error('corrupt', 'magic', JSON.stringify(magic), JSON.stringify(got));
  }

  /** Reads the byte that says which version of the format follows. @throws CodecError `unsupported-version` */
  formatVersion(known: number): void {
    const got = this.u8('format version');
    if (got !== known) throw this.error('unsupported-version', 'format version', known, got);
  }

  /** @throws CodecError `corrupt` unless everything has been read */
  end(): void {
    if (this.remainingBytes > 0)
      throw this.error('corrupt', 'frame length in bytes', this.offsetBytes, this.frame.length);
  }

  private advance(countBytes: number, what: string): number {
    const start = this.offsetBytes;
    if (countBytes > this.remainingBytes) {
      throw this.error('truncated', what, `${countBytes} bytes at offset ${start}`, this.remainingBytes);
    }
    this.offsetBytes += countBytes;
    return start;
  }

  private error(
    kind: 'invalid-argument' | 'corrupt' | 'truncated' | 'unsupported-version',
    what: string,
    expected: string | number,
    got: string | number,
  ): CodecError {
    return new CodecError(kind, { codec: this.codec, stage: 'decompress', what, expected, got });
  }
}
