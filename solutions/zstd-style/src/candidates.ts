/**
 * Each takes a product, and more find better references: 4, 6, 10 and 16 bring the mixed set to a compressed fraction
 * of 0.4775, 0.4761, 0.4749 and 0.4745, which 16 lose again in time.
 */
export const maxCandidates = 10;

/** The earlier rows with the fewest differing signs, best first. */
export class CandidateList {
  readonly rows = new Int32Array(maxCandidates);
  private readonly distances = new Int32Array(maxCandidates);
  count = 0;
  /** Only rows at a smaller distance are worth an offer. */
  limit = 0;

  reset(limit: number): void {
    this.count = 0;
    this.limit = limit;
  }

  /** Precondition: `distance < limit`. */
  offer(row: number, distance: number): void {
    const { rows, distances } = this;
    for (let i = 0; i < this.count; i++) if (rows[i] === row) return;
    let at = this.count < maxCandidates ? this.count++ : maxCandidates - 1;
    for (; at > 0 && distances[at - 1] > distance; at--) {
      distances[at] = distances[at - 1];
      rows[at] = rows[at - 1];
    }
    distances[at] = distance;
    rows[at] = row;
    if (this.count === maxCandidates) this.limit = Math.min(this.limit, distances[maxCandidates - 1]);
  }
}
