import { Basis } from './spec-basis.ts';
import { bitsOf, clamp, fieldOf, fromBits, numberOf } from './spec-numbers.ts';
import { SideInfo } from './spec-range-coder.ts';
import { RansStream, readPlain, Table } from './spec-rans.ts';
import { copy, type Plan, predicted, type Row, readPlan, zero } from './spec-side-info.ts';
import { residualTables } from './spec-tables.ts';

const padded = (cols: number): number => Math.ceil(cols / 16) * 16;

/** A value as its bits, of which the lowest `low` are still to come. */
interface Coded {
  readonly bits: number;
  readonly low: number;
}

/** Decodes a payload of rows. */
export function decodeRows(
  payload: Uint8Array,
  rowCount: number,
  cols: number,
  met: Set<string>,
): Uint16Array {
  const side = new SideInfo(payload, 0);
  const plan = readPlan(side, rowCount, cols);
  noteFeatures(plan, met);
  return new RowsDecoder(payload, side.at, plan, cols, met).decode();
}

function noteFeatures(plan: Plan, met: Set<string>): void {
  const note = (feature: string, isMet: boolean): unknown => isMet && met.add(feature);
  note('masked', plan.mask !== undefined);
  note('non-negative', plan.isNonNegative);
  note(
    'means',
    plan.means.some((mean) => mean !== 0),
  );
  note(
    'column scales',
    plan.columnScales.some((scale) => scale !== 0),
  );
  note('basis', plan.coefficients?.some((row) => row.some((coefficient) => coefficient !== 0)) === true);
  note('grid', plan.grid !== undefined);
  note('depths one by one', plan.depthCount > 0 && !(plan.depths instanceof Table));
  note('depths as a stream', plan.depths instanceof Table);
  note('escapes', plan.escapes > 0);
  met.add(`shape ${plan.shape}`);
  for (const { action } of plan.rows) met.add(`action ${action}`);
}

class RowsDecoder {
  private readonly values: Uint16Array;
  private readonly view: DataView;
  private readonly tables: readonly Table[];
  private readonly depths: Iterator<number>;
  private readonly mask: RansStream | undefined;
  private readonly grid: RansStream | undefined;
  private readonly residuals: RansStream;
  private readonly basis: Basis | undefined;
  private readonly lowBitsAt: number;
  private lowBitsTaken = 0;
  private escapesTaken = 0;
  private depthsTaken = 0;
  private readonly ends: readonly number[];

  constructor(
    private readonly payload: Uint8Array,
    private readonly escapesAt: number,
    private readonly plan: Plan,
    private readonly cols: number,
    private readonly met: Set<string>,
  ) {
    this.values = new Uint16Array(plan.rows.length * cols);
    this.view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    this.tables = residualTables(plan.shape);
    this.lowBitsAt = escapesAt + 2 * plan.escapes;
    const depthsAt = this.lowBitsAt + Math.ceil(plan.lowBits / 8);
    const depths =
      plan.depths instanceof Table
        ? readPlain(payload, depthsAt, plan.depths, plan.depthCount)
        : { symbols: plan.depths, end: depthsAt };
    this.depths = depths.symbols[Symbol.iterator]();
    const gridAt = depths.end + (plan.mask?.length ?? 0);
    const residualsAt = gridAt + (plan.grid?.length ?? 0);
    if (plan.mask) this.mask = new RansStream(payload, depths.end, 16);
    if (plan.grid) this.grid = new RansStream(payload, gridAt, 16);
    if (plan.coefficients) this.basis = new Basis(plan.scaleBase, plan.columnScales);
    this.residuals = new RansStream(payload, residualsAt, 16);
    this.ends = [gridAt, residualsAt, payload.length];
  }

  decode(): Uint16Array {
    this.plan.rows.forEach((row, index) => {
      if (row.action === copy) this.rowAt(index).set(this.rowAt(index - row.distance));
      else if (row.action !== zero) this.decodeRow(row, index);
    });
    this.mask?.expectEnd(this.ends[0]);
    this.grid?.expectEnd(this.ends[1]);
    this.residuals.expectEnd(this.ends[2]);
    const { escapes, lowBits, depthCount } = this.plan;
    if (this.escapesTaken !== escapes) throw new RangeError('escapes left over');
    if (this.lowBitsTaken !== lowBits) throw new RangeError('low bits left over');
    if (this.depthsTaken !== depthCount) throw new RangeError('depths left over');
    return this.values;
  }

  private rowAt(index: number): Uint16Array {
    return this.values.subarray(index * this.cols, (index + 1) * this.cols);
  }

  private decodeRow(row: Row, index: number): void {
    const reference = row.action === predicted ? this.rowAt(index - row.distance) : undefined;
    const prediction = this.predict(row, reference);
    if (this.plan.coefficients) this.basis?.addTo(prediction, this.plan.coefficients[index], row.rowScale);
    const isCoded = this.decodeMask(index, reference);
    const coded: Coded[] = [];
    for (let col = 0; col < padded(this.cols); col++) {
      if (col < this.cols && isCoded(col)) {
        coded.push(this.decodeValue(prediction[col], row.rowScale + this.plan.columnScales[col]));
      } else {
        coded.push({ bits: 0, low: 0 });
        if (this.residuals.next(this.tables[0]) !== 0) throw new RangeError('a symbol where no value is');
      }
    }
    const values = coded.map((value) => value.bits + this.decodeLow(value)).slice(0, this.cols);
    this.rowAt(index).set(values);
    this.basis?.learn(Float32Array.from(values, numberOf), prediction);
  }

  private predict({ gain }: Row, reference: Uint16Array | undefined): Float32Array {
    return Float32Array.from(this.plan.means, (mean, col) => {
      if (!reference) return mean;
      const distance = Math.fround(numberOf(reference[col]) - mean);
      return Math.fround(mean + Math.fround((gain / 4) * distance));
    });
  }

  private decodeMask(index: number, reference: Uint16Array | undefined): (col: number) => boolean {
    const { mask: plan } = this.plan;
    const stream = this.mask;
    if (!plan || !stream) return () => true;
    const symbols = Array.from({ length: padded(this.cols) }, (_, col) => {
      if (col >= this.cols) return stream.next(plan.tables[0]);
      const state = reference ? (numberOf(reference[col]) === 0 ? 1 : 2) : 0;
      if (state === 1 && reference?.[col] !== 0) this.met.add('mask beside a reference that counts as 0');
      const density = clamp(plan.columns[col] + plan.rows[index], 0, 15);
      return stream.next(plan.tables[1 + 16 * state + density]);
    });
    return (col) => symbols[col] === 1;
  }

  private decodeValue(rawPrediction: number, scale: number): Coded {
    const prediction = this.plan.isNonNegative ? Math.max(rawPrediction, 0) : rawPrediction;
    const isNegative = !this.plan.isNonNegative && bitsOf(prediction) >= 2 ** 31;
    const magnitude = Math.abs(prediction);
    const exponent = Math.floor(bitsOf(magnitude) / 2 ** 23) - 127;
    const k = Math.max(Math.floor(scale / 4) - 1, exponent - 7, -120);
    const quarters = Math.floor((4 * fromBits(bitsOf(magnitude) + 32_768)) / 2 ** k);
    const base = Math.floor(quarters / 4);
    const scaleClass = clamp(scale - 4 * k, -20, 7) + 20;
    const isAtZero = this.plan.isNonNegative && base === 0;
    const symbol = this.residuals.next(
      this.tables[1 + 4 * scaleClass + (quarters % 4) + (isAtZero ? 112 : 0)],
    );
    if (symbol === 31) {
      return { bits: this.view.getUint16(this.escapesAt + 2 * this.escapesTaken++, true), low: 0 };
    }
    const x = symbol - 15 + base;
    const sign = isNegative === x >= 0 ? 0x8000 : 0;
    const m = x >= 0 ? x : -1 - x;
    if (m === 0) return this.decodeSmall(sign, k);
    const log2 = Math.floor(Math.log2(m));
    const mantissa = Math.floor((m - 2 ** log2) * 2 ** (7 - log2));
    return { bits: sign + (k + 127 + log2) * 128 + mantissa, low: Math.max(0, 7 - log2) };
  }

  private decodeSmall(sign: number, k: number): Coded {
    this.depthsTaken++;
    const depth: number = this.depths.next().value;
    this.met.add(depth === 15 ? 'depth of a zero' : 'depth of a small value');
    return depth === 15 ? { bits: sign, low: 0 } : { bits: sign + (k + 127 - depth) * 128, low: 7 };
  }

  private decodeLow({ bits, low }: Coded): number {
    if (!this.plan.grid || !this.grid) return this.takeBits(low);
    const scaleClass = clamp(fieldOf(bits) - this.plan.gridBase, 0, 27);
    const zeros = this.grid.next(this.plan.grid.tables[low === 0 ? 0 : 8 * scaleClass + low]);
    return zeros === low ? 0 : 2 ** zeros * (1 + 2 * this.takeBits(low - zeros - 1));
  }

  private takeBits(count: number): number {
    let group = 0;
    for (let i = 0; i < count; i++, this.lowBitsTaken++) {
      const byte = this.payload[this.lowBitsAt + Math.floor(this.lowBitsTaken / 8)];
      group += (Math.floor(byte / 2 ** (this.lowBitsTaken % 8)) % 2) * 2 ** i;
    }
    return group;
  }
}
