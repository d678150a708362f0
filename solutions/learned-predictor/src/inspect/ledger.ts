import type { FramePart, FramePartPlane } from '@matrix-arena/contract';

/** Adds up what the parts of a frame take, in all of its blocks together. */
export class Ledger {
  private readonly bitsByName = new Map<string, FramePart>();

  add(name: string, plane: FramePartPlane, bits: number): void {
    if (bits > 0)
      this.bitsByName.set(name, { name, plane, bits: bits + (this.bitsByName.get(name)?.bits ?? 0) });
  }

  /**
   * A coded stream of so many bits: the shares are the information in it. What the coder takes beyond that, its
   * states and its rounding, is a part of its own.
   */
  addCoded(streamBits: number, shares: readonly FramePart[]): void {
    const information = shares.reduce((sum, { bits }) => sum + bits, 0);
    // Where rounding was lucky a stream is shorter than what it says.
    const scale = information > streamBits ? streamBits / information : 1;
    for (const { name, plane, bits } of shares) this.add(name, plane, bits * scale);
    this.add('ends of coders', 'overhead', streamBits - information * scale);
  }

  /** In the order in which they came first. */
  parts(): FramePart[] {
    return [...this.bitsByName.values()];
  }
}
