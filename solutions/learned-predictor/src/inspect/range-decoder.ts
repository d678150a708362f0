import type { FramePart, FramePartPlane } from '@matrix-arena/contract';
import type { Ledger } from './ledger.ts';
import { clamp, quarterPower } from './numbers.ts';

/** Probability of a 0, of 65536, and how often it was used. */
class Model {
  probability = 32_768;
  count = 0;

  learn(bit: number): void {
    const target = bit === 0 ? 65_488 : 48;
    this.probability += Math.trunc(((target - this.probability) * 2) / (2 * this.count + 3));
    this.count = Math.min(this.count + 1, 60);
  }
}

export type Models = readonly Model[];

const models = (count: number): Models => Array.from({ length: count }, () => new Model());
const groups = (count: number, size: number): readonly Models[] =>
  Array.from({ length: count }, () => models(size));

/** The range decoder of the side information, with the models of a block. Counts the information that it gives out. */
export class SideInfo {
  readonly action = groups(4, 4);
  readonly same = models(4);
  readonly gain = groups(4, 8);
  readonly scale = groups(3, 256);
  readonly column = models(32);
  readonly mean = models(32);
  readonly depth = models(16);
  readonly coefficient = groups(12, 32);
  private readonly numbers = models(32);
  private readonly start: number;
  private readonly sections: FramePart[] = [];
  private range = 2 ** 32 - 1;
  private code = 0;
  private bits = 0;

  /** @param at where the stream begins; afterwards where it ends, if all has been read */
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {
    this.start = at;
    for (let i = 0; i < 4; i++) this.code = this.code * 256 + this.nextByte();
  }

  /** Says what everything was that has been read since the last section. */
  section(name: string, plane: FramePartPlane): void {
    this.sections.push({ name, plane, bits: this.bits });
    this.bits = 0;
  }

  /** Enters all sections. Precondition: all has been read. */
  settle(ledger: Ledger): void {
    ledger.addCoded(8 * (Math.min(this.at, this.bytes.length) - this.start), this.sections);
  }

  bit(model: Model): 0 | 1 {
    const before = this.range;
    const bound = Math.floor(this.range / 65_536) * model.probability;
    const bit = this.code < bound ? 0 : 1;
    if (bit === 0) this.range = bound;
    else {
      this.code -= bound;
      this.range -= bound;
    }
    this.fill(before);
    model.learn(bit);
    return bit;
  }

  uniform(size: number): number {
    const before = this.range;
    this.range = Math.floor(this.range / size);
    const value = Math.min(Math.floor(this.code / this.range), size - 1);
    this.code -= this.range * value;
    this.fill(before);
    return value;
  }

  tree(group: Models, bits: number): number {
    let path = 1;
    for (let i = 0; i < bits; i++) path = 2 * path + this.bit(group[path]);
    return path - 2 ** bits;
  }

  signed(group: Models): number {
    if (this.bit(group[0]) === 1) return 0;
    const isNegative = this.bit(group[1]) === 1;
    let length = 0;
    while (length < 14 && this.bit(group[2 + length]) === 1) length++;
    let size = 1;
    if (length > 0) {
      size = 2 + this.bit(group[16 + length]);
      size = size * 2 ** (length - 1) + this.uniform(2 ** (length - 1));
    }
    return isNegative ? -size : size;
  }

  count(): number {
    return this.uniform(65_536) * 65_536 + this.uniform(65_536);
  }

  number(): number {
    return this.signed(this.numbers);
  }

  /** A share between 0 and 1. */
  odds(): number {
    const power = quarterPower(clamp(this.number(), -47, 47));
    return power / (1 + power);
  }

  /** By how much the range shrank is the information of what was read. */
  private fill(before: number): void {
    this.bits += Math.log2(before / this.range);
    while (this.range < 2 ** 24) {
      this.range *= 256;
      this.code = this.code * 256 + this.nextByte();
    }
  }

  private nextByte(): number {
    const byte = this.at < this.bytes.length ? this.bytes[this.at] : 0;
    this.at++;
    return byte;
  }
}
