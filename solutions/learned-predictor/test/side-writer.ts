import { type Model, newModels, RangeEncoder } from './reference/range-coder.ts';

const groups = (count: number, size: number): readonly Model[][] =>
  Array.from({ length: count }, () => newModels(size));

/** Writes side information, sound or not: the spec's models, and the numbers that are made of them. */
export class SideWriter {
  readonly #coder = new RangeEncoder();
  readonly #action = groups(4, 4);
  readonly #same = newModels(4);
  readonly #gain = groups(4, 8);
  readonly #scale = groups(3, 256);
  readonly #depth = newModels(16);
  readonly #numbers = newModels(32);

  /** One of `size` values that are equally likely, at most 65536. */
  uniform(value: number, size: number): void {
    this.#coder.uniform(value, size);
  }

  /** 0 to 2^32 - 1. */
  count(value: number): void {
    this.uniform(Math.floor(value / 65_536), 65_536);
    this.uniform(value % 65_536, 65_536);
  }

  /** -32767 to 32767. */
  number(value: number): void {
    this.#coder.signed(this.#numbers, value);
  }

  action(value: number, previous: number): void {
    this.#coder.tree(this.#action[previous], 2, value);
  }

  isKept(value: boolean, previous: number): void {
    this.#coder.bit(this.#same[previous], value ? 1 : 0);
  }

  gain(value: number, isKept: boolean): void {
    this.#coder.tree(this.#gain[isKept ? 1 : 0], 3, value);
  }

  /** @param context 0 for a row alone, 1 and 2 for one with a reference that stands alone or does not */
  scale(value: number, context: 0 | 1 | 2): void {
    this.#coder.tree(this.#scale[context], 8, value);
  }

  depth(value: number): void {
    this.#coder.tree(this.#depth, 4, value);
  }

  finish(): Uint8Array {
    return this.#coder.finish();
  }
}
