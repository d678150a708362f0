import { maxRowExponent, minRowExponent, rowKind } from './constants.ts';
import { corrupt, expectAtMost, expectSame } from './errors.ts';
import type { FrameWriter } from './frame-writer.ts';

/** What every row is coded against, and how finely. */
export interface RowPlan {
  /** `plain`, `reference`, `copy` or `zero`. */
  readonly kinds: Uint8Array;
  /** Index of the row referred to, for `reference` and `copy`. */
  readonly references: Int32Array;
  /** Exponent of the step, for `plain` and `reference`. */
  readonly exponents: Uint8Array;
}

/** From a kind to the one that says: at the same distance as the row before that had one. */
const againOffset = rowKind.referenceAgain - rowKind.reference;

/**
 * Writes four streams: a kind for each row; the low and the high bytes of distances, for each row with one of its own;
 * an exponent for each row that sends values.
 */
export function writeRowPlan({ kinds, references, exponents }: RowPlan, block: FrameWriter): void {
  const sentKinds = kinds.slice();
  const distancesLow = new Uint8Array(kinds.length);
  const distancesHigh = new Uint8Array(kinds.length);
  let distanceCount = 0;
  let lastDistance = 0;
  for (let row = 0; row < kinds.length; row++) {
    if (kinds[row] !== rowKind.reference && kinds[row] !== rowKind.copy) continue;
    const distance = row - references[row];
    if (distance === lastDistance) sentKinds[row] += againOffset;
    else {
      distancesLow[distanceCount] = distance;
      distancesHigh[distanceCount++] = distance >> 8;
      lastDistance = distance;
    }
  }
  block.stream(sentKinds);
  block.stream(distancesLow.subarray(0, distanceCount));
  block.stream(distancesHigh.subarray(0, distanceCount));
  block.stream(exponents.filter((_, row) => kinds[row] < rowKind.copy));
}

/**
 * The inverse. Every reference of the plan is an earlier row.
 *
 * @throws CodecError `corrupt` when the streams contradict each other
 */
export function readRowPlan(streams: readonly Uint8Array[]): RowPlan {
  const [sentKinds, distancesLow, distancesHigh, sentExponents] = streams;
  const kinds = sentKinds.slice();
  const references = new Int32Array(kinds.length);
  const exponents = new Uint8Array(kinds.length);
  let distanceCount = 0;
  let exponentCount = 0;
  let distance = 0;
  for (let row = 0; row < kinds.length; row++) {
    const kind = kinds[row];
    expectAtMost('row kind', rowKind.zero, kind);
    // Beyond its end a stream gives undefined, which no check lets pass.
    if (kind < rowKind.copy) exponents[row] = checked('row exponent', sentExponents[exponentCount++]);
    if (kind === rowKind.plain || kind === rowKind.zero) continue;
    if (kind === rowKind.referenceAgain || kind === rowKind.copyAgain) kinds[row] = kind - againOffset;
    else {
      distance = distancesLow[distanceCount] + 256 * distancesHigh[distanceCount];
      distanceCount++;
    }
    if (!(distance >= 1 && distance <= row)) throw corrupt('distance', `1 to ${row}`, distance);
    references[row] = row - distance;
  }
  expectSame('number of low distances', distanceCount, distancesLow.length);
  expectSame('number of high distances', distanceCount, distancesHigh.length);
  expectSame('number of row exponents', exponentCount, sentExponents.length);
  return { kinds, references, exponents };
}

function checked(what: string, exponent: number): number {
  if (exponent >= minRowExponent && exponent <= maxRowExponent) return exponent;
  throw corrupt(what, `${minRowExponent} to ${maxRowExponent}`, exponent);
}
