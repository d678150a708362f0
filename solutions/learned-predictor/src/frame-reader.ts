import { CodecError, type CodecErrorKind } from '@matrix-arena/contract';
import { codec } from './constants.ts';

/** What a frame that cannot be read is refused with. */
export function refused(
  kind: CodecErrorKind,
  what: string,
  expected: number | string,
  got: number | string,
): CodecError {
  return new CodecError(kind, { codec, stage: 'decompress', what, expected, got });
}

/** A frame that contradicts itself. */
export function corrupt(what: string, expected: number | string, got: number | string): CodecError {
  return refused('corrupt', what, expected, got);
}

/**
 * Reads a frame from front to back: what this codec needs of the contract's reader, which would take a twentieth of
 * what the bundle may.
 */
export class Reader {
  private at = 0;

  constructor(private readonly frame: Uint8Array) {
    if (!(frame instanceof Uint8Array))
      throw refused('invalid-argument', 'frame', 'a Uint8Array', typeof frame);
  }

  /** A view of the next bytes. @throws CodecError `truncated` */
  bytes(count: number, what: string): Uint8Array {
    const from = this.at;
    this.at += count;
    if (this.at > this.frame.length) throw refused('truncated', what, `${this.at} bytes`, this.frame.length);
    return this.frame.subarray(from, this.at);
  }

  u8(what: string): number {
    return this.bytes(1, what)[0];
  }

  u32(what: string): number {
    return this.bytes(4, what).reduceRight((word, byte) => 256 * word + byte, 0);
  }

  /** A number in groups of seven bits, the lowest first; all bytes but the last have their top bit set. */
  varint(what: string, mostBytes = 5): number {
    const byte = this.u8(what);
    if (byte < 128) return byte;
    if (mostBytes === 1) throw corrupt(what, 'at most 5 bytes', 'more');
    return byte - 128 + 128 * this.varint(what, mostBytes - 1);
  }

  /** @throws CodecError `corrupt` unless everything has been read */
  end(): void {
    if (this.at < this.frame.length) throw corrupt('frame bytes', this.at, this.frame.length);
  }
}
