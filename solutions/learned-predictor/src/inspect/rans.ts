const slotCount = 4096;
/** log2 of every number of slots; of none at all nothing is ever decoded. */
const log2Of = Float64Array.from({ length: slotCount + 1 }, (_, slots) => Math.log2(Math.max(1, slots)));

/** Bits that the choice of `slots` among `of` takes. */
export const choiceBits = (slots: number, of: number): number => log2Of[of] - log2Of[slots];

/** Frequencies of symbols, of 4096 together. */
export class Table {
  readonly frequencies: Uint16Array;
  /** Slots before each symbol, and behind the last. */
  readonly starts: Uint16Array;
  readonly owners = new Uint8Array(slotCount);

  constructor(frequencies: readonly number[]) {
    this.frequencies = Uint16Array.from(frequencies);
    this.starts = new Uint16Array(frequencies.length + 1);
    let start = 0;
    frequencies.forEach((frequency, symbol) => {
      this.owners.fill(symbol, start, start + frequency);
      start += frequency;
      this.starts[symbol + 1] = start;
    });
    if (start > slotCount) throw new RangeError('frequencies beyond 4096');
  }

  static ofShares(shares: readonly number[]): Table {
    const free = slotCount - shares.filter((share) => share > 0).length;
    let sum = 0;
    for (const share of shares) sum += share;
    const frequencies = shares.map((share) => (share === 0 ? 0 : 1 + Math.floor((share / sum) * free)));
    const left = frequencies.reduce((rest, frequency) => rest - frequency, slotCount);
    frequencies[shares.indexOf(Math.max(...shares))] += left;
    return new Table(frequencies.map((frequency) => Math.min(frequency, slotCount - 1)));
  }

  /** Information of a symbol. */
  bitsOf(symbol: number): number {
    return choiceBits(this.frequencies[symbol], slotCount);
  }
}

const laneCount = 16;

/** Symbols of a stream, one after the other. */
export class RansStream {
  private readonly states = new Uint32Array(laneCount);
  private readonly view: DataView;
  private readonly start: number;
  private lane = 0;

  /** @param at where the stream begins; afterwards where it ends, if all has been read */
  constructor(
    bytes: Uint8Array,
    public at: number,
  ) {
    this.start = at;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < laneCount; i++, this.at += 4) this.states[i] = this.view.getUint32(this.at, true);
  }

  /** @param isPlain whether a slot that nobody owns has frequency 0, and not that of symbol 0 */
  next({ owners, frequencies, starts }: Table, isPlain = false): number {
    const { states, lane } = this;
    const state = states[lane];
    const slot = state & (slotCount - 1);
    const symbol = owners[slot];
    const isOwned = slot < starts[frequencies.length];
    let after = isPlain && !isOwned ? 0 : frequencies[symbol] * (state >>> 12) + slot - starts[symbol];
    if (after < 2 ** 15) {
      after = after * 65_536 + this.view.getUint16(this.at, true);
      this.at += 2;
    }
    states[lane] = after;
    this.lane = (lane + 1) % laneCount;
    return symbol;
  }

  /** Whether as many symbols have been taken as make whole groups of states. */
  isAligned(): boolean {
    return this.lane === 0;
  }

  /** Bits so far. */
  takenBits(): number {
    return 8 * (this.at - this.start);
  }

  expectEnd(at: number): void {
    if (this.at !== at) throw new RangeError(`a stream ends at ${this.at} and not at ${at}`);
    if (this.states.some((state) => state !== 2 ** 15)) throw new RangeError('a state is not back at 2^15');
  }
}

export interface Symbols {
  readonly symbols: Uint8Array;
  /** Where what they were read from ends. */
  readonly end: number;
  /** Of the whole stream. */
  readonly bits: number;
}

/** All symbols of a plain stream and where it ends. */
export function readPlain(bytes: Uint8Array, at: number, table: Table, count: number): Symbols {
  const stream = new RansStream(bytes, at);
  const symbols = new Uint8Array(count);
  for (let i = 0; i < count; i++) symbols[i] = stream.next(table, true);
  while (!stream.isAligned()) stream.next(table, true);
  stream.expectEnd(stream.at);
  return { symbols, end: stream.at, bits: stream.takenBits() };
}

/** Information of some symbols. */
export function informationOf(symbols: Uint8Array, table: Table): number {
  const bits = Float64Array.from(table.frequencies, (_, symbol) => table.bitsOf(symbol));
  let sum = 0;
  for (const symbol of symbols) sum += bits[symbol];
  return sum;
}
