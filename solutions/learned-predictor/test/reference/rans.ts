import type { Entry } from './tables.ts';

// rANS (Duda 2013) with several states that take turns: symbol i belongs to state i % stateCount. States are whole
// numbers below 2^31, so that plain numbers are exact.

const slotCount = 4096;
const lowestState = 2 ** 15;
const wordSize = 2 ** 16;

/** States of a stream of order 0; its symbols come in groups of so many. */
export const orderZeroStates = 16;

/** The stream of so many symbols: the states, 4 bytes each, then the words in the order the decoder takes them. */
export function encodeStates(
  stateCount: number,
  symbolCount: number,
  entryOf: (i: number) => Entry,
): Uint8Array {
  const states = new Array<number>(stateCount).fill(lowestState);
  const words: number[] = [];
  for (let i = symbolCount - 1; i >= 0; i--) {
    const { frequency, start } = entryOf(i);
    let x = states[i % stateCount] ?? 0;
    if (x >= frequency * 2 ** 19) {
      words.push(x % wordSize);
      x = Math.floor(x / wordSize);
    }
    states[i % stateCount] = Math.floor(x / frequency) * slotCount + start + (x % frequency);
  }
  words.reverse();
  const stream = new DataView(new ArrayBuffer(4 * stateCount + 2 * words.length));
  states.forEach((x, i) => {
    stream.setUint32(4 * i, x, true);
  });
  words.forEach((word, i) => {
    stream.setUint16(4 * stateCount + 2 * i, word, true);
  });
  return new Uint8Array(stream.buffer);
}

/** Reads a stream, symbol by symbol. */
export class StatesDecoder {
  /** How many bytes have been read. */
  cursor: number;
  readonly #states: number[];
  readonly #stream: DataView;
  #taken = 0;

  constructor(stateCount: number, stream: Uint8Array) {
    this.#stream = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
    this.#states = Array.from({ length: stateCount }, (_, i) => this.#stream.getUint32(4 * i, true));
    this.cursor = 4 * stateCount;
  }

  next(entries: readonly Entry[]): number {
    const i = this.#taken++ % this.#states.length;
    let x = this.#states[i] ?? 0;
    const slot = x % slotCount;
    const symbol = entries.findIndex(({ frequency, start }) => start <= slot && slot < start + frequency);
    const { frequency, start } = entries[symbol] ?? { frequency: 0, start: 0 };
    x = frequency * Math.floor(x / slotCount) + slot - start;
    if (x < lowestState) {
      x = x * wordSize + this.#stream.getUint16(this.cursor, true);
      this.cursor += 2;
    }
    this.#states[i] = x;
    return symbol;
  }

  /** Whether all states are where the encoder began. */
  get isAtEnd(): boolean {
    return this.#states.every((x) => x === lowestState);
  }
}

export function encodeRans(symbols: Uint8Array, entries: readonly Entry[]): Uint8Array {
  const entryOf = (i: number): Entry => entries[symbols[i] ?? 0] ?? { frequency: 0, start: 0 };
  return encodeStates(orderZeroStates, symbols.length, entryOf);
}

export interface Decoded {
  readonly symbols: Uint8Array;
  /** How many bytes were read. */
  readonly cursor: number;
  readonly isAtEnd: boolean;
}

export function decodeRans(stream: Uint8Array, count: number, entries: readonly Entry[]): Decoded {
  const decoder = new StatesDecoder(orderZeroStates, stream);
  const symbols = Uint8Array.from({ length: count }, () => decoder.next(entries));
  return { symbols, cursor: decoder.cursor, isAtEnd: decoder.isAtEnd };
}
