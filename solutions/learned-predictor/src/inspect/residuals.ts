import type { Ledger } from './ledger.ts';
import { choiceBits, RansStream, type Table } from './rans.ts';
import type { Plan } from './side-info.ts';
import { residualTables } from './tables.ts';

const escapeSymbol = 31;
const symbolOfZero = 15;
const slotCount = 4096;
const leastStep = -120;
/** Beyond every float32: a prediction has no steps of this size. */
const greatestStep = 300;
/** 4 / 2^k. */
const quartersPerUnit = Float64Array.from(
  { length: greatestStep - leastStep + 1 },
  (_, i) => 2 ** (2 - i - leastStep),
);

const rounded = new Float32Array(1);
const roundedBits = new Uint32Array(rounded.buffer);

/**
 * The residuals of a block. A symbol says whether the value escapes, then its exponent, its sign and the upper bits of
 * its mantissa: each is charged what it adds to what was known before, in this order, which is that of
 * `givenExponentBound`. Together they are the information of the symbol.
 */
export class Residuals {
  readonly stream: RansStream;
  /** Of the value decoded last: sign bit, steps, and the exponent of a step. */
  sign = 0;
  steps = 0;
  k = 0;
  private readonly tables: readonly Table[];
  private readonly isNonNegative: boolean;
  private predictionBits: Uint32Array = new Uint32Array();
  private escapeBits = 0;
  private exponentBits = 0;
  private signBits = 0;
  private mantissaBits = 0;

  constructor(payload: Uint8Array, at: number, { shape, isNonNegative }: Plan) {
    this.stream = new RansStream(payload, at);
    this.tables = residualTables(shape);
    this.isNonNegative = isNonNegative;
  }

  /** Changes the prediction where no value is below zero. */
  startRow(prediction: Float32Array): void {
    if (this.isNonNegative)
      for (let col = 0; col < prediction.length; col++) prediction[col] = Math.max(prediction[col], 0);
    this.predictionBits = new Uint32Array(prediction.buffer);
  }

  /** The symbol of a place without a value. */
  skip(): void {
    if (this.stream.next(this.tables[0]) !== 0) throw new RangeError('a symbol where no value is');
  }

  /** @returns whether there is a value: false if it is an escape */
  next(col: number, scale: number): boolean {
    const bits = this.predictionBits[col];
    const exponent = ((bits >>> 23) & 0xff) - 127;
    const k = Math.max((scale >> 2) - 1, exponent - 7, leastStep);
    roundedBits[0] = (bits & 0x7fff_ffff) + 32_768;
    const perUnit = quartersPerUnit[Math.min(k, greatestStep) - leastStep];
    // Small enough for a whole number: a step is not below 2^(exponent - 7).
    const quarters = (rounded[0] * perUnit) | 0;
    const base = quarters >> 2;
    const scaleClass = Math.max(-20, Math.min(7, scale - 4 * k)) + 20;
    const isAtZero = this.isNonNegative && base === 0;
    const table = this.tables[1 + 4 * scaleClass + (quarters & 3) + (isAtZero ? 112 : 0)];
    const symbol = this.stream.next(table);
    if (symbol === escapeSymbol) {
      this.escapeBits += table.bitsOf(escapeSymbol);
      return false;
    }
    const x = symbol - symbolOfZero + base;
    const isNegative = !this.isNonNegative && bits >= 2 ** 31;
    this.sign = isNegative === x >= 0 ? 0x8000 : 0;
    this.steps = x >= 0 ? x : -1 - x;
    this.k = k;
    this.charge(table, symbol, base);
    return true;
  }

  settle(ledger: Ledger): void {
    ledger.addCoded(this.stream.takenBits(), [
      { name: 'escape or not', plane: 'overhead', bits: this.escapeBits },
      { name: 'exponents', plane: 'exponent', bits: this.exponentBits },
      { name: 'signs', plane: 'sign', bits: this.signBits },
      { name: 'upper mantissas', plane: 'mantissa', bits: this.mantissaBits },
    ]);
  }

  private charge(table: Table, symbol: number, base: number): void {
    const { steps } = this;
    // Numbers of steps that have the exponent of this one.
    const least = steps === 0 ? 0 : 1 << (31 - Math.clz32(steps));
    const most = steps === 0 ? 0 : 2 * least - 1;
    const zero = symbolOfZero - base;
    const above = slotsBetween(table, zero + least, zero + most);
    const below = slotsBetween(table, zero - 1 - most, zero - 1 - least);
    const all = table.starts[escapeSymbol];
    const ofSign = symbol >= zero ? above : below;
    this.escapeBits += choiceBits(all, slotCount);
    this.exponentBits += choiceBits(above + below, all);
    this.signBits += choiceBits(ofSign, above + below);
    this.mantissaBits += choiceBits(table.frequencies[symbol], ofSign);
  }
}

/** Slots of the symbols from `first` to `last`, as far as there are such. */
function slotsBetween({ starts }: Table, first: number, last: number): number {
  const from = Math.max(0, Math.min(escapeSymbol, first));
  const end = Math.max(0, Math.min(escapeSymbol, last + 1));
  return starts[end] - starts[from];
}
