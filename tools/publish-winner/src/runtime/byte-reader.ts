import { concat } from './chain.ts';
import { codecError } from './errors.ts';
import { plainBytes } from './input.ts';

/** How much is allocated before any of it has come: a length that a frame declares is no reason to allocate it. */
const firstRoomBytes = 65_536;

/** Reads exact numbers of bytes out of chunks of any size. Holds no more than one chunk and what is asked for. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private chunk = new Uint8Array();
  private isOver = false;
  private offset = 0;

  /** @param shortage makes the error for a source that ends too early */
  constructor(
    source: AsyncIterable<Uint8Array>,
    private readonly shortage: (what: string, countBytes: number, got: number) => Error = truncated,
  ) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** How many bytes have been read. */
  get offsetBytes(): number {
    return this.offset;
  }

  /**
   * The next bytes: a view of a chunk where one holds them all.
   *
   * @throws CodecError `truncated`
   */
  async read(countBytes: number, what: string): Promise<Uint8Array> {
    const bytes = await this.readUpTo(countBytes);
    if (bytes.length < countBytes) throw this.shortage(what, countBytes, bytes.length);
    return bytes;
  }

  /** The next bytes, fewer only at the end. */
  async readUpTo(countBytes: number): Promise<Uint8Array> {
    const first = await this.piece(countBytes);
    if (first.length === countBytes) return first;
    let bytes = new Uint8Array(Math.min(countBytes, Math.max(firstRoomBytes, 2 * first.length)));
    bytes.set(first);
    let filled = first.length;
    while (filled < countBytes) {
      const piece = await this.piece(countBytes - filled);
      if (piece.length === 0) break;
      if (filled + piece.length > bytes.length) {
        const room = new Uint8Array(Math.min(countBytes, Math.max(2 * bytes.length, filled + piece.length)));
        room.set(bytes.subarray(0, filled));
        bytes = room;
      }
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes.subarray(0, filled);
  }

  /** The next bytes, which stay to be read; fewer only at the end. */
  async peek(countBytes: number): Promise<Uint8Array> {
    const bytes = await this.readUpTo(countBytes);
    this.chunk = concat([bytes, this.chunk]);
    this.offset -= bytes.length;
    return bytes;
  }

  /**
   * The next bytes in pieces as they come.
   *
   * @throws CodecError `truncated`
   */
  async *take(countBytes: number, what: string): AsyncGenerator<Uint8Array, void, void> {
    let left = countBytes;
    while (left > 0) {
      const piece = await this.piece(left);
      if (piece.length === 0) throw this.shortage(what, countBytes, countBytes - left);
      left -= piece.length;
      yield piece;
    }
  }

  /** All that is left, in pieces as they come. */
  async *rest(): AsyncGenerator<Uint8Array, void, void> {
    for (;;) {
      const piece = await this.piece(Number.POSITIVE_INFINITY);
      if (piece.length === 0) return;
      yield piece;
    }
  }

  async isAtEnd(): Promise<boolean> {
    await this.fill();
    return this.chunk.length === 0;
  }

  /** At least one byte and at most so many; none at the end. */
  private async piece(mostBytes: number): Promise<Uint8Array> {
    await this.fill();
    const piece = this.chunk.subarray(0, mostBytes);
    this.chunk = this.chunk.subarray(piece.length);
    this.offset += piece.length;
    return piece;
  }

  private async fill(): Promise<void> {
    while (this.chunk.length === 0 && !this.isOver) {
      const { value, done } = await this.chunks.next();
      if (done === true) this.isOver = true;
      else this.chunk = checkedChunk(value, 'decompress');
    }
  }
}

/** @throws CodecError `invalid-argument` */
export function checkedChunk(chunk: unknown, stage: 'compress' | 'decompress'): Uint8Array<ArrayBuffer> {
  if (chunk instanceof Uint8Array) return plainBytes(chunk) as Uint8Array<ArrayBuffer>;
  throw codecError('invalid-argument', stage, 'chunk', {
    expected: 'a Uint8Array',
    got: chunk === null ? 'null' : typeof chunk,
  });
}

function truncated(what: string, countBytes: number, got: number): Error {
  return codecError('truncated', 'decompress', what, { expected: `${countBytes} bytes`, got });
}
