import type { Result } from '@matrix-arena/contract/schemas';
import { readResultFile } from '@matrix-arena/harness';
import { type Contender, mergeResults, type RuleSet, rankResult } from '@matrix-arena/scoring';

/** A solution's figures in a result; null when it is not in it. */
export function contenderIn(result: Result, name: string): Contender | null {
  const solution = result.solutions.find(({ manifest }) => manifest.name === name);
  return solution === undefined ? null : { solution, result };
}

/**
 * The best other solution of stored results, on the matrices of a solution's run; null when none was measured on all
 * of them, by the same rules, on the same machine.
 *
 * @param paths result files; those that cannot be read count for nothing
 */
export async function storedHolder(
  paths: readonly string[],
  { result: run, solution }: Contender,
  rules: RuleSet,
): Promise<Contender | null> {
  const { name } = solution.manifest;
  const stored = await Promise.all(paths.map((path) => readResultFile(path).catch(() => null)));
  const onSame = stored.flatMap((result) => (result === null ? [] : (onMatricesOf(run, result) ?? [])));
  const others = onSame.map((result) => ({
    ...result,
    solutions: result.solutions.filter(({ manifest }) => manifest.name !== name),
  }));
  // Of what cannot be compared with the run, nothing is in the first group.
  const [{ result, sources }] = mergeResults([{ ...run, solutions: [] }, ...others]);
  const best = rankResult(result, rules, { sources }).rows.find(({ rank }) => rank === 1);
  const source = best === undefined ? undefined : sources.get(best.name);
  return best === undefined || source === undefined ? null : contenderIn(source, best.name);
}

/** A stored result as if it had been made on the matrices of the run alone; null when it lacks one of them. */
function onMatricesOf({ corpus }: Result, stored: Result): Result | null {
  const idOf = new Map<string, string>();
  for (const { id, sha256 } of corpus.matrices) {
    const same = stored.corpus.matrices.find((matrix) => matrix.sha256 === sha256);
    if (same === undefined) return null;
    idOf.set(same.id, id);
  }
  const solutions = stored.solutions.map((solution) => ({
    ...solution,
    trials: solution.trials.flatMap((trial) => {
      const matrix = idOf.get(trial.matrix);
      return matrix === undefined ? [] : [{ ...trial, matrix }];
    }),
  }));
  return { ...stored, corpus, solutions };
}
