import {
  bitsPerValue,
  elementCount,
  type FramePart,
  type FramePartPlane,
  framePartPlanes,
} from '@matrix-arena/contract';
import type { MatrixBounds, RaceState } from './state.ts';

/** A part of a bar, in bits per value. */
export interface Stretch {
  readonly name: string;
  readonly plane: FramePartPlane;
  readonly bits: number;
}

/** What a frame takes, or what a bound says. */
export interface Bar {
  readonly name: string;
  readonly isBound: boolean;
  /** Sum of the stretches. */
  readonly bits: number;
  /** In the order of the planes. */
  readonly stretches: readonly Stretch[];
}

/** From left to right. */
export const planeOrder: readonly FramePartPlane[] = framePartPlanes;

/** A bar for each solution, which is empty as long as it has no frame, and one for each bound. */
export function barsOf({ lanes, matrices }: RaceState, index: number): Bar[] {
  const matrix = matrices[index];
  const perValue = (bits: number): number => bitsPerValue(bits / 8, elementCount(matrix));
  const solutions = lanes.map(({ name, trials }) => {
    const { compressedBytes, parts } = trials[index];
    if (compressedBytes === null) return bar(name, false, []);
    const whole: FramePart = { name: 'frame', plane: 'mixed', bits: 8 * compressedBytes };
    const stretches = (parts ?? [whole]).map((part) => ({ ...part, bits: perValue(part.bits) }));
    return bar(name, false, stretches);
  });
  return [...solutions, ...boundsOf(matrix.bounds)];
}

function boundsOf(bounds: MatrixBounds): Bar[] {
  const { sign, exponent, mantissa, signGivenExponent, mantissaGivenExponent } = bounds;
  const ofPlanes = (name: string, signBits: number, mantissaBits: number): Bar =>
    bar(name, true, [
      { name: 'sign', plane: 'sign', bits: signBits },
      { name: 'exponent', plane: 'exponent', bits: exponent },
      { name: 'mantissa', plane: 'mantissa', bits: mantissaBits },
    ]);
  return [
    ofPlanes('bound, planes apart', sign, mantissa),
    ofPlanes('bound, given exponent', signGivenExponent, mantissaGivenExponent),
  ];
}

function bar(name: string, isBound: boolean, stretches: readonly Stretch[]): Bar {
  const sorted = stretches.toSorted((a, b) => planeOrder.indexOf(a.plane) - planeOrder.indexOf(b.plane));
  return { name, isBound, bits: sorted.reduce((sum, { bits }) => sum + bits, 0), stretches: sorted };
}
