/** Frequencies of symbols, of 4096 together. */
export class Table {
  private readonly starts: number[] = [];
  private readonly owners = new Uint8Array(4096);

  constructor(private readonly frequencies: readonly number[]) {
    let start = 0;
    frequencies.forEach((frequency, symbol) => {
      this.starts.push(start);
      this.owners.fill(symbol, start, start + frequency);
      start += frequency;
    });
    if (start > 4096) throw new RangeError('frequencies beyond 4096');
  }

  static ofShares(shares: readonly number[]): Table {
    const free = 4096 - shares.filter((share) => share > 0).length;
    let sum = 0;
    for (const share of shares) sum += share;
    const frequencies = shares.map((share) => (share === 0 ? 0 : 1 + Math.floor((share / sum) * free)));
    const left = frequencies.reduce((rest, frequency) => rest - frequency, 4096);
    frequencies[shares.indexOf(Math.max(...shares))] += left;
    return new Table(frequencies.map((frequency) => Math.min(frequency, 4095)));
  }

  symbolOf(state: number): number {
    return this.owners[state % 4096];
  }

  after(state: number): number {
    const symbol = this.symbolOf(state);
    return this.frequencies[symbol] * Math.floor(state / 4096) + (state % 4096) - this.starts[symbol];
  }
}

/** Symbols of a stream, one after the other. */
export class RansStream {
  private readonly states: number[] = [];
  private readonly view: DataView;
  private taken = 0;

  /** @param at where the stream begins; afterwards where it ends, if all has been read */
  constructor(
    bytes: Uint8Array,
    public at: number,
    private readonly stateCount: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < stateCount; i++, this.at += 4) this.states.push(this.view.getUint32(this.at, true));
  }

  next(table: Table): number {
    const lane = this.taken++ % this.stateCount;
    const symbol = table.symbolOf(this.states[lane]);
    this.states[lane] = table.after(this.states[lane]);
    if (this.states[lane] < 2 ** 15) {
      this.states[lane] = this.states[lane] * 65_536 + this.view.getUint16(this.at, true);
      this.at += 2;
    }
    return symbol;
  }

  /** Whether as many symbols have been taken as make whole groups of states. */
  isAligned(): boolean {
    return this.taken % this.stateCount === 0;
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
}

/** All symbols of a plain stream and where it ends. */
export function readPlain(bytes: Uint8Array, at: number, table: Table, count: number): Symbols {
  const stream = new RansStream(bytes, at, 16);
  const symbols = Uint8Array.from({ length: count }, () => stream.next(table));
  while (!stream.isAligned()) stream.next(table);
  stream.expectEnd(stream.at);
  return { symbols, end: stream.at };
}
