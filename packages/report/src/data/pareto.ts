/** A point of which more is better in both figures. */
interface Point {
  readonly throughput: number;
  readonly ratio: number;
}

/** Whether each point is on the Pareto frontier: no other is as good in both figures and better in one. */
export function onFrontier(points: readonly Point[]): boolean[] {
  return points.map((point) => !points.some((other) => dominates(other, point)));
}

function dominates(a: Point, b: Point): boolean {
  const isAsGood = a.throughput >= b.throughput && a.ratio >= b.ratio;
  return isAsGood && (a.throughput > b.throughput || a.ratio > b.ratio);
}
