/** Bytes that are taken one after the other. */
export class Input {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  left(): number {
    return this.bytes.length - this.at;
  }

  take(size: number): Uint8Array {
    if (size > this.left()) throw new RangeError('nothing left');
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  number(size: number): number {
    return this.take(size).reduceRight((high, byte) => 256 * high + byte, 0);
  }

  varint(): number {
    const byte = this.number(1);
    return byte < 128 ? byte : byte - 128 + 128 * this.varint();
  }
}
