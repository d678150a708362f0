import type { Bf16Bits } from '@matrix-arena/bf16';
import { CandidateList } from './candidates.ts';
import { maxDistance, rowKind } from './constants.ts';
import { dotProduct } from './dot-product.ts';
import { roughLog2 } from './float-bits.ts';
import { differingSigns, SignIndex } from './sign-index.ts';
import { makeSketches, type Sketches } from './sketch.ts';

/**
 * Up to this many rows all earlier ones are compared, beyond only rows that share a hash of some signs. To compare the
 * 6400 rows of a small sample would make its frame 0.7 % smaller, and take 100 ms.
 */
const maxScannedRows = 1024;
/** Rows that differ in more of their signs predict nothing: half of them differ by chance. */
const maxDifferingShare = 0.38;
/** What a reference costs in the row headers, at a distance of its own and at the last one, in bits. */
const distanceBits = 12;
const sameDistanceBits = 2;
/** A reference is never taken to leave less than this of the energy, so that copies of rows compare as equal. */
const minEnergyShare = 1e-4;

/** Kind of each row, without the `again` ones; the row it refers to, for `reference` and `copy`. */
export interface References {
  readonly kinds: Uint8Array;
  readonly references: Int32Array;
}

/** For every row the earlier row that it is best coded against, if any. */
export function findReferences(bits: Bf16Bits, rows: number, width: number): References {
  const kinds = new Uint8Array(rows);
  const references = new Int32Array(rows);
  const sketches = makeSketches(bits, rows, width);
  const { signs, columnCount } = sketches;
  const index = rows > maxScannedRows ? new SignIndex(signs, columnCount) : undefined;
  const candidates = new CandidateList();
  const maxDiffering = Math.floor(columnCount * maxDifferingShare);
  let lastDistance = 0;
  for (let row = 0; row < rows; row++) {
    if (isZeroRow(bits, row * width, width)) {
      kinds[row] = rowKind.zero;
      continue;
    }
    candidates.reset(maxDiffering);
    // Matches come in runs: repeated passages.
    const next = row - lastDistance;
    if (lastDistance > 0 && next >= 0 && kinds[next] !== rowKind.zero) candidates.offer(next, -1);
    if (index === undefined) scan(signs, row, candidates);
    else index.lookUp(row, candidates);
    const best = chooseReference(sketches, row, width, lastDistance, candidates);
    if (best < 0) continue;
    lastDistance = row - best;
    references[row] = best;
    kinds[row] = isSameRow(bits, row * width, best * width, width) ? rowKind.copy : rowKind.reference;
  }
  return { kinds, references };
}

/** Compares a row with all earlier ones. */
function scan(signs: Int32Array, row: number, candidates: CandidateList): void {
  const first = signs[2 * row];
  const second = signs[2 * row + 1];
  for (let other = row - 1; other >= 0; other--) {
    const distance = differingSigns(first ^ signs[2 * other], second ^ signs[2 * other + 1]);
    if (distance < candidates.limit) candidates.offer(other, distance);
  }
}

/** The candidate that saves the most bits, by the products on the sketched columns, or -1. */
function chooseReference(
  { values, energies, columnCount }: Sketches,
  row: number,
  width: number,
  lastDistance: number,
  candidates: CandidateList,
): number {
  const energy = energies[row];
  let best = -1;
  let mostSaved = 0;
  for (let i = 0; i < candidates.count; i++) {
    const other = candidates.rows[i];
    const distance = row - other;
    if (distance > maxDistance) continue;
    const product = dotProduct(values, row * columnCount, values, other * columnCount, columnCount);
    const left = Math.max(energy - 2 * product + energies[other], energy * minEnergyShare);
    // Nor for infinities and NaNs, which values far beyond their column's deviation lead to.
    if (!(left < energy)) continue;
    // Half a bit per value for every halving of the energy.
    const saved = 0.5 * width * (roughLog2(energy) - roughLog2(left));
    const cost = distance === lastDistance ? sameDistanceBits : distanceBits;
    if (saved - cost > mostSaved) {
      mostSaved = saved - cost;
      best = other;
    }
  }
  return best;
}

function isZeroRow(bits: Bf16Bits, start: number, width: number): boolean {
  for (let i = start; i < start + width; i++) if (bits[i] !== 0) return false;
  return true;
}

function isSameRow(bits: Bf16Bits, start: number, other: number, width: number): boolean {
  for (let i = 0; i < width; i++) if (bits[start + i] !== bits[other + i]) return false;
  return true;
}
