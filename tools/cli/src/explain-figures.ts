import {
  ArenaError,
  bitsPerValue,
  elementCount,
  type FramePart,
  type FramePartPlane,
  framePartPlanes,
} from '@matrix-arena/contract';
import type { Finding, MatrixInfo, Result, SolutionResult, Trial } from '@matrix-arena/contract/schemas';
import {
  type MatrixFigures,
  matrixFigures,
  mean,
  meanScore,
  median,
  type RuleSet,
  type ScoreFactors,
  scoreFactors,
} from '@matrix-arena/scoring';

type OkTrial = Extract<Trial, { outcome: 'ok' }>;
export type Bounds = NonNullable<MatrixInfo['bounds']>;

/** What a plane takes, in bits per value, and which parts of the frame that is, largest first. */
export interface PlaneBits {
  readonly plane: FramePartPlane;
  readonly bits: number;
  readonly parts: readonly { readonly name: string; readonly bits: number }[];
}

/** Sizes in bits per value; null where the solution does not tell the parts of its frames. */
export interface Breakdown {
  readonly bitsPerValue: number;
  readonly bounds: Bounds;
  /** What is more than the order-0 bound of sign, exponent and mantissa; below 0 it is less. */
  readonly gap: number;
  readonly planes: readonly PlaneBits[] | null;
}

export interface ScoreExplanation extends ScoreFactors {
  /** If frames were as long as the bounds of their matrices. */
  readonly atPlanesBound: number;
  readonly atGivenExponentBound: number;
}

export interface MatrixExplanation extends Breakdown {
  readonly id: string;
  readonly kind: string;
  readonly rows: number;
  readonly cols: number;
  readonly originalBytes: number;
  readonly compressedBytes: number;
  /** Medians of single calls. */
  readonly compressMs: number;
  readonly decompressMs: number;
  /** Of the time of all matrices, 0 to 1. */
  readonly timeShare: number;
  readonly score: ScoreExplanation;
}

export interface Explanation {
  readonly solution: string;
  readonly version: string;
  readonly rules: string;
  readonly hasInspectModule: boolean;
  readonly loadMs: number;
  readonly coldCompressMs: number | null;
  readonly coldDecompressMs: number | null;
  /** Those that came back, the greatest gap first. */
  readonly matrices: readonly MatrixExplanation[];
  /** Means over these matrices, as the score is one. */
  readonly mean: Breakdown;
  readonly score: ScoreExplanation;
  readonly failures: readonly { readonly matrix: string; readonly message: string }[];
  readonly findings: readonly Finding[];
}

/**
 * What a result of one solution says of its bits and its time.
 *
 * @throws ArenaError `bad-format` when no matrix came back
 */
export function explanationOf({ solutions, corpus }: Result, rules: RuleSet): Explanation {
  const [{ manifest, status, trials, findings }] = solutions;
  if (status.state !== 'measured')
    throw new ArenaError('bad-format', { what: manifest.name, hint: `${status.state}: ${status.message}` });
  const measured = measuredOf(corpus.matrices, trials);
  const failures = trials.flatMap((trial) =>
    trial.outcome === 'ok' ? [] : [{ matrix: trial.matrix, message: `${trial.outcome}: ${trial.message}` }],
  );
  if (measured.length === 0) throw nothingCameBack(manifest.name, failures);
  const totalMs = measured.reduce((sum, { figures }) => sum + figures.elapsedMs, 0);
  const matrices = measured.map((one) => explainMatrix(one, totalMs, rules));
  return {
    solution: manifest.name,
    version: manifest.version,
    rules: rules.name,
    hasInspectModule: manifest.inspect !== undefined,
    ...coldTimes(status),
    matrices: matrices.toSorted((a, b) => b.gap - a.gap),
    mean: meanBreakdown(matrices),
    score: explainScore(measured, rules),
    failures,
    findings,
  };
}

interface Measured {
  readonly matrix: MatrixInfo;
  readonly trial: OkTrial;
  readonly bounds: Bounds;
  readonly figures: MatrixFigures;
}

function measuredOf(matrices: readonly MatrixInfo[], trials: readonly Trial[]): Measured[] {
  const byId = new Map(trials.map((trial) => [trial.matrix, trial]));
  return matrices.flatMap((matrix) => {
    const trial = byId.get(matrix.id);
    if (trial?.outcome !== 'ok' || matrix.bounds === undefined) return [];
    const figures = matrixFigures(matrix.originalBytes, trial);
    return [{ matrix, trial, bounds: matrix.bounds, figures }];
  });
}

function nothingCameBack(name: string, failures: Explanation['failures']): ArenaError {
  const [first] = failures;
  const hint = `no matrix came back; the first, ${first?.matrix}: ${first?.message}`;
  return new ArenaError('bad-format', { what: name, hint });
}

function coldTimes(status: Extract<SolutionResult['status'], { state: 'measured' }>) {
  const { loadMs, coldCompressMs, coldDecompressMs } = status;
  return { loadMs, coldCompressMs, coldDecompressMs };
}

function explainMatrix(measured: Measured, totalMs: number, rules: RuleSet): MatrixExplanation {
  const { matrix, trial, bounds, figures } = measured;
  const { id, rows, cols, originalBytes } = matrix;
  const count = elementCount(matrix);
  const reached = bitsPerValue(trial.compressedBytes, count);
  return {
    id,
    kind: [matrix.kind, matrix.direction].filter(Boolean).join(' '),
    ...{ rows, cols, originalBytes, compressedBytes: trial.compressedBytes },
    bitsPerValue: reached,
    bounds,
    gap: reached - bounds.planesBound,
    planes: trial.parts === undefined ? null : planesOf(trial.parts, count),
    compressMs: median(trial.compressMs),
    decompressMs: median(trial.decompressMs),
    timeShare: totalMs === 0 ? 0 : figures.elapsedMs / totalMs,
    score: explainScore([measured], rules),
  };
}

function explainScore(measured: readonly Measured[], rules: RuleSet): ScoreExplanation {
  const atBound = (bound: 'planesBound' | 'givenExponentBound'): number =>
    meanScore(
      measured.map(({ matrix, figures, bounds }) => ({
        ...figures,
        compressedBytes: Math.max(1, (bounds[bound] * elementCount(matrix)) / 8),
      })),
      rules,
    );
  return {
    ...scoreFactors(
      measured.map(({ figures }) => figures),
      rules,
    ),
    atPlanesBound: atBound('planesBound'),
    atGivenExponentBound: atBound('givenExponentBound'),
  };
}

/** Parts by plane, in bits per value. */
function planesOf(parts: readonly FramePart[], valueCount: number): PlaneBits[] {
  return framePartPlanes.flatMap((plane) => {
    const own = parts
      .filter((part) => part.plane === plane)
      .map(({ name, bits }) => ({ name, bits: bits / valueCount }))
      .sort((a, b) => b.bits - a.bits);
    return own.length === 0
      ? []
      : [{ plane, bits: own.reduce((sum, { bits }) => sum + bits, 0), parts: own }];
  });
}

function meanBreakdown(matrices: readonly MatrixExplanation[]): Breakdown {
  const meanOf = (figure: (matrix: MatrixExplanation) => number): number => mean(matrices.map(figure));
  const names = Object.keys(matrices[0].bounds) as (keyof Bounds)[];
  return {
    bitsPerValue: meanOf((matrix) => matrix.bitsPerValue),
    bounds: Object.fromEntries(names.map((name) => [name, meanOf(({ bounds }) => bounds[name])])) as Bounds,
    gap: meanOf(({ gap }) => gap),
    planes: meanPlanes(matrices),
  };
}

/** A part that a frame does not have takes no bits of it. Null unless all frames were taken apart. */
function meanPlanes(matrices: readonly MatrixExplanation[]): PlaneBits[] | null {
  const parts: FramePart[] = [];
  for (const { planes } of matrices) {
    if (planes === null) return null;
    for (const { plane, parts: own } of planes)
      parts.push(...own.map(({ name, bits }) => ({ name, plane, bits })));
  }
  const sums = new Map<string, FramePart>();
  for (const part of parts) {
    const key = `${part.plane} ${part.name}`;
    sums.set(key, { ...part, bits: part.bits + (sums.get(key)?.bits ?? 0) });
  }
  return planesOf([...sums.values()], matrices.length);
}
