import { Basis } from './basis.ts';
import type { Ledger } from './ledger.ts';
import { clamp, fieldOf, numberOf } from './numbers.ts';
import { SideInfo } from './range-decoder.ts';
import { informationOf, RansStream, readPlain, Table } from './rans.ts';
import { Residuals } from './residuals.ts';
import { copy, type Plan, predicted, type Row, readPlan, zero } from './side-info.ts';

/** Decodes a payload of rows. */
export function decodeRows(payload: Uint8Array, rowCount: number, cols: number, ledger: Ledger): Uint16Array {
  const side = new SideInfo(payload, 0);
  const plan = readPlan(side, rowCount, cols);
  side.settle(ledger);
  return new RowsDecoder(payload, side.at, plan, cols).decode(ledger);
}

class RowsDecoder {
  private readonly values: Uint16Array;
  private readonly stride: number;
  private readonly depths: Depths;
  private readonly mask: RansStream | undefined;
  private readonly grid: RansStream | undefined;
  private readonly residuals: Residuals;
  private readonly basis: Basis | undefined;
  private readonly escapesAt: number;
  private readonly lowBitsAt: number;
  private readonly ends: readonly number[];
  /** Of one row: which values are coded, how many of their bits are still to come, and what is predicted. */
  private readonly isCoded: Uint8Array;
  private readonly lowCounts: Uint8Array;
  private readonly prediction: Float32Array;
  private lowBitsTaken = 0;
  private escapesTaken = 0;
  private depthsTaken = 0;
  private maskBits = 0;
  private gridBits = 0;

  constructor(
    private readonly payload: Uint8Array,
    at: number,
    private readonly plan: Plan,
    private readonly cols: number,
  ) {
    this.values = new Uint16Array(plan.rows.length * cols);
    this.stride = Math.ceil(cols / 16) * 16;
    this.isCoded = new Uint8Array(this.stride).fill(1, 0, cols);
    this.lowCounts = new Uint8Array(this.stride);
    this.prediction = new Float32Array(cols);
    this.escapesAt = at;
    this.lowBitsAt = at + 2 * plan.escapes;
    this.depths = readDepths(payload, this.lowBitsAt + Math.ceil(plan.lowBits / 8), plan);
    const gridAt = this.depths.end + (plan.mask?.length ?? 0);
    const residualsAt = gridAt + (plan.grid?.length ?? 0);
    if (plan.mask) this.mask = new RansStream(payload, this.depths.end);
    if (plan.grid) this.grid = new RansStream(payload, gridAt);
    if (plan.coefficients) this.basis = new Basis(plan.scaleBase, plan.columnScales);
    this.residuals = new Residuals(payload, residualsAt, plan);
    this.ends = [gridAt, residualsAt, payload.length];
  }

  decode(ledger: Ledger): Uint16Array {
    this.plan.rows.forEach((row, index) => {
      if (row.action === copy) this.rowAt(index).set(this.rowAt(index - row.distance));
      else if (row.action !== zero) this.decodeRow(row, index);
    });
    this.mask?.expectEnd(this.ends[0]);
    this.grid?.expectEnd(this.ends[1]);
    this.residuals.stream.expectEnd(this.ends[2]);
    const { escapes, lowBits, depthCount } = this.plan;
    if (this.escapesTaken !== escapes) throw new RangeError('escapes left over');
    if (this.lowBitsTaken !== lowBits) throw new RangeError('low bits left over');
    if (this.depthsTaken !== depthCount) throw new RangeError('depths left over');
    this.settle(ledger);
    return this.values;
  }

  /** In the order of the payload. */
  private settle(ledger: Ledger): void {
    const { escapes, lowBits, depths } = this.plan;
    ledger.add('signs of escapes', 'sign', escapes);
    ledger.add('exponents of escapes', 'exponent', 8 * escapes);
    ledger.add('mantissas of escapes', 'mantissa', 7 * escapes);
    ledger.add('low bits', 'mantissa', lowBits);
    ledger.add('ends of coders', 'overhead', 8 * Math.ceil(lowBits / 8) - lowBits);
    if (depths instanceof Table)
      ledger.addCoded(this.depths.bits, [
        { name: 'depths', plane: 'exponent', bits: informationOf(this.depths.symbols, depths) },
      ]);
    if (this.mask)
      ledger.addCoded(this.mask.takenBits(), [{ name: 'mask', plane: 'exponent', bits: this.maskBits }]);
    if (this.grid)
      ledger.addCoded(this.grid.takenBits(), [{ name: 'grid', plane: 'mantissa', bits: this.gridBits }]);
    this.residuals.settle(ledger);
  }

  private rowAt(index: number): Uint16Array {
    return this.values.subarray(index * this.cols, (index + 1) * this.cols);
  }

  private decodeRow(row: Row, index: number): void {
    const { cols, prediction, plan, basis } = this;
    const reference = row.action === predicted ? this.rowAt(index - row.distance) : undefined;
    this.predict(row, reference);
    if (plan.coefficients) basis?.addTo(prediction, plan.coefficients[index], row.rowScale);
    // What the basis learns from is the prediction as it is, also where no value is below zero.
    const learned = basis?.isFull() === false ? prediction.slice() : undefined;
    this.decodeMask(index, reference);
    const values = this.rowAt(index);
    this.residuals.startRow(prediction);
    for (let col = 0; col < this.stride; col++) {
      this.lowCounts[col] = 0;
      if (this.isCoded[col] === 0) this.residuals.skip();
      else values[col] = this.decodeValue(col, row.rowScale + plan.columnScales[col]);
    }
    if (this.grid && plan.grid) this.decodeGrid(values, this.grid, plan.grid.tables);
    else for (let col = 0; col < cols; col++) values[col] += this.takeBits(this.lowCounts[col]);
    if (learned) basis?.learn(Float32Array.from(values, numberOf), learned);
  }

  private predict({ gain }: Row, reference: Uint16Array | undefined): void {
    const { means } = this.plan;
    for (let col = 0; col < this.cols; col++) {
      const mean = means[col];
      if (!reference) this.prediction[col] = mean;
      else {
        const distance = Math.fround(numberOf(reference[col]) - mean);
        this.prediction[col] = mean + Math.fround((gain / 4) * distance);
      }
    }
  }

  private decodeMask(index: number, reference: Uint16Array | undefined): void {
    const { mask: plan } = this.plan;
    const stream = this.mask;
    if (!plan || !stream) return;
    for (let col = 0; col < this.stride; col++) {
      if (col >= this.cols) {
        stream.next(plan.tables[0]);
        continue;
      }
      const state = reference ? (numberOf(reference[col]) === 0 ? 1 : 2) : 0;
      const density = clamp(plan.columns[col] + plan.rows[index], 0, 15);
      const table = plan.tables[1 + 16 * state + density];
      const symbol = stream.next(table);
      this.maskBits += table.bitsOf(symbol);
      this.isCoded[col] = symbol;
    }
  }

  /** A value as its bits, of which the lowest are still to come. */
  private decodeValue(col: number, scale: number): number {
    const { residuals } = this;
    if (!residuals.next(col, scale)) {
      const at = this.escapesAt + 2 * this.escapesTaken++;
      return this.payload[at] + 256 * this.payload[at + 1];
    }
    const { sign, steps, k } = residuals;
    if (steps === 0) {
      const depth = this.depths.symbols[this.depthsTaken++];
      if (depth === 15) return sign;
      this.lowCounts[col] = 7;
      return sign + (k + 127 - depth) * 128;
    }
    const log2 = 31 - Math.clz32(steps);
    this.lowCounts[col] = Math.max(0, 7 - log2);
    const below = steps - (1 << log2);
    const mantissa = log2 < 7 ? below << (7 - log2) : below >> (log2 - 7);
    return sign + (k + 127 + log2) * 128 + mantissa;
  }

  private decodeGrid(values: Uint16Array, stream: RansStream, tables: readonly Table[]): void {
    for (let col = 0; col < this.stride; col++) {
      const low = this.lowCounts[col];
      if (low === 0) {
        stream.next(tables[0]);
        continue;
      }
      const table = tables[8 * clamp(fieldOf(values[col]) - this.plan.gridBase, 0, 27) + low];
      const zeros = stream.next(table);
      this.gridBits += table.bitsOf(zeros);
      if (zeros < low) values[col] += (1 + 2 * this.takeBits(low - zeros - 1)) << zeros;
    }
  }

  /** At most seven bits. */
  private takeBits(count: number): number {
    const at = this.lowBitsTaken;
    this.lowBitsTaken += count;
    const byte = this.lowBitsAt + (at >>> 3);
    const word = this.payload[byte] | (this.payload[byte + 1] << 8);
    return (word >>> (at & 7)) & ((1 << count) - 1);
  }
}

interface Depths {
  readonly symbols: Uint8Array;
  readonly end: number;
  readonly bits: number;
}

function readDepths(payload: Uint8Array, at: number, { depths, depthCount }: Plan): Depths {
  if (depths instanceof Table) return readPlain(payload, at, depths, depthCount);
  return { symbols: Uint8Array.from(depths), end: at, bits: 0 };
}
