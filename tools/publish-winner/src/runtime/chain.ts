import { xxh32 } from '@matrix-arena/contract';

/** A checksum over records in their order: each link is the xxh32 of the link before and a record. */
export class Chain {
  constructor(private link: number) {}

  add(...parts: readonly Uint8Array[]): void {
    this.link = this.with(...parts);
  }

  addBlock(header: Uint8Array, payload: Uint8Array): void {
    this.add(header);
    this.addPayload(payload);
  }

  addPayload(payload: Uint8Array): void {
    this.add(u32(xxh32(payload)));
  }

  /** What the next link would be. */
  with(...parts: readonly Uint8Array[]): number {
    return xxh32(concat([u32(this.link), ...parts]));
  }
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value, true);
  return bytes;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
