import { mean, type RuleSet } from '@matrix-arena/scoring';
import { isoLines, type Plane } from './iso-lines.ts';
import { onFrontier } from './pareto.ts';
import type { MatrixSummary, Scatter, SolutionSummary } from './types.ts';

/** Room around the points: as factors of throughput, whose axis is logarithmic, and as a share of the ratios. */
const throughputRoom = 2;
const ratioRoom = 0.15;

/**
 * Points of the solutions that brought every matrix back: figures of the others cover other matrices, perhaps the small
 * or easy ones alone, and would not compare.
 */
export function scatterOf(
  solutions: readonly SolutionSummary[],
  matrices: readonly MatrixSummary[],
  rules: RuleSet,
  target: number | null,
): Scatter {
  const whole = solutions.filter(({ failureCount }) => failureCount === 0);
  const points = whole.flatMap(({ name, throughput, ratio }) =>
    throughput === null || ratio === null || throughput === 0 ? [] : [{ solution: name, throughput, ratio }],
  );
  const frontier = onFrontier(points);
  const plane: Plane = {
    matrixBytes: mean(matrices.map(({ originalBytes }) => originalBytes)),
    throughputRange: throughputRange(points.map(({ throughput }) => throughput)),
    ratioRange: ratioRange(points.map(({ ratio }) => ratio)),
  };
  return {
    ...plane,
    leftOut: solutions.filter((one) => !whole.includes(one)).map(({ name }) => name),
    points: points.map((point, index) => ({ ...point, isOnFrontier: frontier[index] })),
    isoLines: points.length === 0 || plane.matrixBytes === 0 ? [] : isoLines(rules, plane, target),
  };
}

function throughputRange(throughputs: readonly number[]): [number, number] {
  if (throughputs.length === 0) return [1e6, 1e9];
  return [Math.min(...throughputs) / throughputRoom, Math.max(...throughputs) * throughputRoom];
}

/** From 1, where nothing is saved, unless a solution makes matrices longer. */
function ratioRange(ratios: readonly number[]): [number, number] {
  const low = Math.min(1, ...ratios);
  const high = Math.max(1.5, ...ratios);
  return [low, high + ratioRoom * (high - low)];
}
