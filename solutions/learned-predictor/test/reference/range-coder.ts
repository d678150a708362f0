// Adaptive binary range coding (Martin 1979). The encoder keeps the lower end of its interval as one whole number as
// long as the stream, so that a carry is an addition like any other.

const smallestRange = 2 ** 24;
const firstRange = 2 ** 32 - 1;
const longestMemory = 60;
/** Probabilities move towards this or towards 1 minus this, of 65536. */
const least = 48;

export interface Model {
  /** Probability of a 0, of 65536. */
  probability: number;
  /** How many bits it has seen, at most 60. */
  seen: number;
}

export function newModels(count: number): Model[] {
  return Array.from({ length: count }, () => ({ probability: 32_768, seen: 0 }));
}

/** Moves the probability to what was seen, by 1 / (seen + 3/2) of the way. */
function adapt(model: Model, bit: number): void {
  const target = bit === 0 ? 65_536 - least : least;
  model.probability += Math.trunc(((target - model.probability) * 2) / (2 * model.seen + 3));
  model.seen = Math.min(model.seen + 1, longestMemory);
}

/** What both directions share: values are taken when encoding, ignored when decoding, and returned by both. */
abstract class RangeCoder {
  protected range = firstRange;

  /** Narrows the interval to the lower `bound` of it for a 0, to what is above for a 1. */
  protected abstract choose(bound: number, bit: number): number;
  /** Narrows the interval to part `value` of `size` parts of `part` each. */
  protected abstract pick(part: number, size: number, value: number): number;
  /** Makes the interval 256 times as wide, in units 256 times as fine. */
  protected abstract widen(): void;

  #normalise(): void {
    while (this.range < smallestRange) {
      this.range *= 256;
      this.widen();
    }
  }

  bit(model: Model | undefined, bit: number): number {
    if (!model) throw new Error('no such model');
    const bound = Math.floor(this.range / 65_536) * model.probability;
    const coded = this.choose(bound, bit);
    this.range = coded === 0 ? bound : this.range - bound;
    this.#normalise();
    adapt(model, coded);
    return coded;
  }

  /** One of `size` values that are equally likely. */
  uniform(value: number, size: number): number {
    const part = Math.floor(this.range / size);
    const coded = this.pick(part, size, value);
    this.range = part;
    this.#normalise();
    return coded;
  }

  /** A value of so many bits, the highest first, each under the model that the bits above it choose. */
  tree(models: readonly Model[], bits: number, value: number): number {
    let path = 1;
    for (let i = bits - 1; i >= 0; i--) path = 2 * path + this.bit(models[path], (value >> i) & 1);
    return path - 2 ** bits;
  }

  /** Is it 0? Its sign; its length below the top bit, in unary; the second highest bit; the others, equally likely. */
  signed(models: readonly Model[], value: number): number {
    if (this.bit(models[0], value === 0 ? 1 : 0) === 1) return 0;
    const sign = this.bit(models[1], value < 0 ? 1 : 0) === 1 ? -1 : 1;
    const magnitude = Math.abs(value);
    let length = 0;
    while (length < 14 && this.bit(models[2 + length], magnitude >= 2 ** (length + 1) ? 1 : 0) === 1)
      length++;
    if (length === 0) return sign;
    const second = this.bit(models[16 + length], (magnitude >> (length - 1)) & 1);
    const restSize = 2 ** (length - 1);
    return sign * ((2 + second) * restSize + this.uniform(magnitude % restSize, restSize));
  }
}

/** A number from 0 to 1. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export class RangeEncoder extends RangeCoder {
  /** Lower end of the interval: a number of so many bytes, of which the first stands for 256ths of 1. */
  #low = 0n;
  #byteCount = 4;

  protected choose(bound: number, bit: number): number {
    if (bit !== 0) this.#low += BigInt(bound);
    return bit;
  }

  protected pick(part: number, _size: number, value: number): number {
    this.#low += BigInt(part) * BigInt(value);
    return value;
  }

  protected widen(): void {
    this.#low *= 256n;
    this.#byteCount++;
  }

  /** The lower end of the interval, the highest byte first. */
  finish(): Uint8Array {
    const digits = this.#low.toString(16).padStart(2 * this.#byteCount, '0');
    return Uint8Array.from({ length: this.#byteCount }, (_, i) =>
      parseInt(digits.slice(2 * i, 2 * i + 2), 16),
    );
  }

  /** How far a number from 0 to 1, which is what a stream stands for, is above the lower end of the interval. */
  distanceTo({ numerator, denominator }: Fraction): number {
    const all = 256n ** BigInt(this.#byteCount);
    return Number((all * numerator) / denominator - this.#low);
  }

  get width(): number {
    return this.range;
  }
}

export class RangeDecoder extends RangeCoder {
  /** How many bytes have been read; bytes behind the last count as 0. */
  cursor = 0;
  readonly #stream: Uint8Array;
  /** The stream's number less the lower end of the interval, 32 bits of it. */
  #code = 0;

  constructor(stream: Uint8Array) {
    super();
    this.#stream = stream;
    for (let i = 0; i < 4; i++) this.widen();
  }

  protected choose(bound: number, _bit: number): number {
    if (this.#code < bound) return 0;
    this.#code -= bound;
    return 1;
  }

  protected pick(part: number, size: number, _value: number): number {
    const value = Math.min(Math.floor(this.#code / part), size - 1);
    this.#code -= part * value;
    return value;
  }

  protected widen(): void {
    const byte = this.#stream[this.cursor] ?? 0;
    if (this.cursor < this.#stream.length) this.cursor++;
    // No encoder writes a number outside the interval, but damage can: then the top byte is lost.
    this.#code = (this.#code * 256 + byte) % 2 ** 32;
  }
}
