import { bytesPerValue, elementCount, type Matrix } from '@matrix-arena/contract';
import type { RandomSource } from '../matrices/random.ts';
import { nanBits, specialBits } from '../matrices/special.ts';
import { picker } from './weighted.ts';

/** A change of a matrix's values, as data. */
export interface MatrixEdit {
  readonly kind: MatrixEditKind;
  /** Index of a value. */
  readonly at: number;
  /** Index of a row. */
  readonly from: number;
  /** 32 bits. */
  readonly value: number;
}

interface MatrixEditKind {
  readonly share: number;
  readonly name: string;
  apply(matrix: Matrix, edit: MatrixEdit): void;
}

const oddBits = [...Object.values(specialBits), ...nanBits];

const matrixEditKinds: readonly MatrixEditKind[] = [
  {
    share: 30,
    name: 'turn a bit over',
    apply: ({ bytes }, { at, value }) => {
      bytes[bytesPerValue * at + ((value >>> 3) & 1)] ^= 1 << (value & 7);
    },
  },
  {
    share: 25,
    name: 'set a special value',
    apply: ({ bytes }, { at, value }) => setBits(bytes, at, oddBits[value % oddBits.length]),
  },
  { share: 10, name: 'set a value', apply: ({ bytes }, { at, value }) => setBits(bytes, at, value) },
  { share: 20, name: 'repeat a row', apply: repeatRow },
  {
    share: 10,
    name: 'repeat a row but for one value',
    apply: (matrix, edit) => {
      repeatRow(matrix, edit);
      setBits(matrix.bytes, edit.at, edit.value);
    },
  },
  {
    share: 5,
    name: 'set a row to a special value',
    apply: ({ bytes, cols }, { at, value }) => {
      const first = at - (at % cols);
      for (let i = first; i < first + cols; i++) setBits(bytes, i, oddBits[value % oddBits.length]);
    },
  },
];

const pickKind = picker(matrixEditKinds);

/** One to eight edits; none for a matrix without values. */
export function drawMatrixEdits(matrix: Matrix, random: RandomSource): MatrixEdit[] {
  const valueCount = elementCount(matrix);
  return Array.from({ length: valueCount === 0 ? 0 : 1 + random.below(8) }, () => ({
    kind: pickKind(random),
    at: random.below(valueCount),
    from: random.below(matrix.rows),
    value: random.uint32(),
  }));
}

export function tellMatrixEdit({ kind, at, from, value }: MatrixEdit): string {
  return `${kind.name} (at ${at}, from row ${from}, value ${value})`;
}

/** Copies a row over the one of a value. */
function repeatRow({ bytes, cols }: Matrix, { at, from }: MatrixEdit): void {
  const rowBytes = bytesPerValue * cols;
  bytes.copyWithin(rowBytes * Math.floor(at / cols), rowBytes * from, rowBytes * (from + 1));
}

function setBits(bytes: Uint8Array, at: number, bits: number): void {
  bytes[bytesPerValue * at] = bits;
  bytes[bytesPerValue * at + 1] = bits >>> 8;
}
