import type { MatrixInfo } from '@matrix-arena/contract/schemas';

/** Matrices under one heading. */
export interface MatrixGroup {
  readonly group: string;
  readonly matrices: readonly MatrixInfo[];
}

/** Under which heading a matrix is listed: what the corpus says of it, or its whole set. */
export function groupOf({ kind, direction }: MatrixInfo): string {
  if (kind === undefined) return direction ?? 'all';
  return direction === undefined || kind.includes(direction) ? kind : `${kind} ${direction}`;
}

/** The matrices by heading, in the order of the alphabet. */
export function groupMatrices(matrices: readonly MatrixInfo[]): MatrixGroup[] {
  return [...new Set(matrices.map(groupOf))].sort().map((group) => ({
    group,
    matrices: matrices.filter((matrix) => groupOf(matrix) === group),
  }));
}
