import type { MatrixInfo, Trial } from '@matrix-arena/contract/schemas';
import { matricesOf, okTrial, resultOf, solutionOf } from './results.ts';

export const matrices = matricesOf(8);

/** Trials of A and of B as two contenders of one run, or of two. */
export function contenders(
  a: Trial[],
  b: Trial[],
  { of = matrices, runs = 1 }: { of?: MatrixInfo[]; runs?: 1 | 2 } = {},
) {
  const solutions = [solutionOf('aa', a), solutionOf('bb', b)];
  const result = resultOf(solutions, of);
  const later = runs === 1 ? result : { ...result, startedAt: '2026-02-02T00:00:00.000Z' };
  return [
    { solution: solutions[0], result },
    { solution: solutions[1], result: later },
  ] as const;
}

/** Trials without noise, of frames of so many bytes. */
export function sized(sizes: readonly number[], of: MatrixInfo[] = matrices): Trial[] {
  return of.map(({ id }, index) => okTrial(id, sizes[index]));
}
