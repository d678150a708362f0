import type { RuleSet } from '@matrix-arena/scoring';
import type { IsoLine } from './types.ts';

/** The part of the plane that lines are drawn in, and the size of the matrix that they are for. */
export interface Plane {
  readonly matrixBytes: number;
  /** Bytes per second. */
  readonly throughputRange: readonly [number, number];
  readonly ratioRange: readonly [number, number];
}

/** Enough for a line to look smooth over a logarithmic axis. */
const pointsOfLine = 48;
/** Halves an interval until nothing is between its ends. */
const halvings = 60;
/** Lines from 0.05 to 0.95. */
const levels = Array.from({ length: 19 }, (_, index) => (index + 1) / 20);
/** More lines than this are too many to read. */
const mostLines = 8;
/** A round score nearer than this to the one to beat has its line on top of that one. */
const tooNear = 0.02;

/**
 * Lines on which one matrix of the given size scores the same, for round scores and the one to beat. A line ends
 * where no ratio of the plane reaches its score; one that does not cross the plane is left out.
 */
export function isoLines(rules: RuleSet, plane: Plane, target: number | null): IsoLine[] {
  const round = levels
    .map((score) => isoLine(rules, plane, score, false))
    .filter(({ points }) => points.length > 1);
  const step = Math.ceil(round.length / mostLines);
  // Counted from the top, because that is where solutions are.
  const shown = round.filter((_, index) => (round.length - 1 - index) % step === 0);
  const beaten = target === null ? null : isoLine(rules, plane, target, true);
  if (beaten === null || beaten.points.length < 2) return shown;
  return [...shown.filter(({ score }) => Math.abs(score - beaten.score) > tooNear), beaten];
}

function isoLine(rules: RuleSet, plane: Plane, score: number, isTarget: boolean): IsoLine {
  const [slowest, fastest] = plane.throughputRange;
  const points = Array.from({ length: pointsOfLine }, (_, index) => {
    const throughput = slowest * (fastest / slowest) ** (index / (pointsOfLine - 1));
    const ratio = ratioAt(rules, plane, throughput, score);
    return ratio === null ? [] : [{ throughput, ratio }];
  });
  return { score, isTarget, points: points.flat() };
}

/** The least ratio that reaches a score at a throughput, by bisection: no rule set punishes a better ratio. */
function ratioAt(
  rules: RuleSet,
  { matrixBytes, ratioRange }: Plane,
  throughput: number,
  score: number,
): number | null {
  const scoreOf = (ratio: number): number =>
    rules.score({
      originalBytes: matrixBytes,
      compressedBytes: matrixBytes / ratio,
      elapsedMs: (1e3 * matrixBytes) / throughput,
      similarity: 1,
    });
  let [below, reached] = ratioRange;
  if (scoreOf(below) >= score || scoreOf(reached) < score) return null;
  for (let i = 0; i < halvings; i++) {
    const middle = (below + reached) / 2;
    if (scoreOf(middle) >= score) reached = middle;
    else below = middle;
  }
  return reached;
}
