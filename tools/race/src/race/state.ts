import type { FramePart } from '@matrix-arena/contract';

export type FailureKind =
  | 'not-loadable'
  | 'encode-error'
  | 'decode-error'
  | 'bad-output'
  | 'too-large'
  | 'mismatch'
  | 'unstable'
  | 'timeout'
  | 'crashed';

export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
}

/** Bounds of a matrix in bits per value; see `entropyReport`. */
export interface MatrixBounds {
  readonly sign: number;
  readonly exponent: number;
  readonly mantissa: number;
  readonly signGivenExponent: number;
  readonly mantissaGivenExponent: number;
}

export interface RacedMatrix {
  readonly id: string;
  readonly rows: number;
  readonly cols: number;
  readonly originalBytes: number;
  readonly bounds: MatrixBounds;
}

/** One solution on one matrix. */
export interface Trial {
  /** Null until a verified frame is there. */
  readonly compressedBytes: number | null;
  /** Per call; entry i of both belongs to the same pass. */
  readonly compressMs: readonly number[];
  readonly decompressMs: readonly number[];
  /** Whether no more samples are to come. */
  readonly isSettled: boolean;
  /** Null when the solution does not tell, or not yet. */
  readonly parts: readonly FramePart[] | null;
  readonly failure: Failure | null;
}

/** One solution in the race. */
export interface Lane {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly codeBytes: number;
  /** From its script to a codec that is ready; null until then. */
  readonly loadMs: number | null;
  /** Why it is out of the race. */
  readonly failure: Failure | null;
  /** One for each matrix. */
  readonly trials: readonly Trial[];
}

/** What is going on. */
export type Step =
  | { readonly what: 'loading' }
  | { readonly what: 'checking' | 'timing'; readonly matrix: number };

export interface RaceState {
  readonly file: string;
  readonly status: 'racing' | 'finished' | 'stopped';
  readonly step: Step;
  /** The lane whose turn it is. */
  readonly active: number | null;
  /** Shortest step of the clock that was seen; null until it was measured. */
  readonly tickMs: number | null;
  readonly maxSamples: number;
  readonly matrices: readonly RacedMatrix[];
  readonly lanes: readonly Lane[];
}

/** Lanes and matrices are named by their index. */
export type RaceEvent =
  | { readonly kind: 'clock'; readonly tickMs: number }
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'turn'; readonly lane: number }
  | { readonly kind: 'loaded'; readonly lane: number; readonly loadMs: number }
  | {
      readonly kind: 'verified';
      readonly lane: number;
      readonly matrix: number;
      readonly compressedBytes: number;
    }
  | {
      readonly kind: 'inspected';
      readonly lane: number;
      readonly matrix: number;
      readonly parts: readonly FramePart[] | null;
    }
  | {
      readonly kind: 'sampled';
      readonly lane: number;
      readonly matrix: number;
      readonly compressMs: number;
      readonly decompressMs: number;
    }
  | { readonly kind: 'settled'; readonly lane: number; readonly matrix: number }
  | { readonly kind: 'failed'; readonly lane: number; readonly matrix: number; readonly failure: Failure }
  | { readonly kind: 'out'; readonly lane: number; readonly failure: Failure }
  | { readonly kind: 'finished' }
  | { readonly kind: 'stopped' };

export type Entrant = Pick<Lane, 'name' | 'version' | 'description' | 'codeBytes'>;

export function startState(
  file: string,
  matrices: readonly RacedMatrix[],
  entrants: readonly Entrant[],
  maxSamples: number,
): RaceState {
  const trial: Trial = {
    compressedBytes: null,
    compressMs: [],
    decompressMs: [],
    isSettled: false,
    parts: null,
    failure: null,
  };
  const lanes = entrants.map(({ name, version, description, codeBytes }) => ({
    ...{ name, version, description, codeBytes },
    loadMs: null,
    failure: null,
    trials: matrices.map(() => trial),
  }));
  return {
    file,
    status: 'racing',
    step: { what: 'loading' },
    active: null,
    tickMs: null,
    maxSamples,
    matrices,
    lanes,
  };
}
