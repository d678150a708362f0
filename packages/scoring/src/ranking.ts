import type { MatrixInfo, Result } from '@matrix-arena/contract/schemas';
import { type BootstrapOptions, defaultBootstrap, meanScoreReplicates } from './bootstrap.ts';
import { figuresOf, type SolutionFigures } from './figures.ts';
import { groupMatrices } from './groups.ts';
import { contains, differenceInterval, percentileInterval } from './intervals.ts';
import { runOf } from './merge.ts';
import { assertRules, type RuleSet } from './rule-sets.ts';
import { scoreToBeat, type Target } from './score-to-beat.ts';
import { mean } from './statistics.ts';

export interface RankingRow extends SolutionFigures {
  /** 1 = best; null when nothing could be measured. */
  readonly rank: number | null;
  /** Whether noise leaves open which is better, this row or the one above it. */
  readonly isTied: boolean;
  /** 95 % interval of the score from timing noise, on these matrices. */
  readonly scoreLow: number;
  readonly scoreHigh: number;
}

/** Mean scores of one group of matrices, in the order of the ranking's rows. */
export interface GroupScores {
  readonly group: string;
  readonly matrixCount: number;
  readonly scores: readonly number[];
}

export interface Ranking {
  readonly rows: readonly RankingRow[];
  readonly groups: readonly GroupScores[];
  readonly scoreToBeat: Target | null;
}

export interface RankingOptions extends Partial<BootstrapOptions> {
  /** The result that each solution's figures are from, by name; left out, all are of the one run of the result. */
  readonly sources?: ReadonlyMap<string, Result> | undefined;
}

/**
 * Ranks the solutions of one result: by score, ties to the one that comes first in the result.
 *
 * @throws ArenaError `conflict` when the rule set is not the one that the result was made for
 */
export function rankResult(result: Result, rules: RuleSet, options: RankingOptions = {}): Ranking {
  assertRules(result.rules, rules);
  const { matrices } = result.corpus;
  const replicates = replicatesOf(result, rules, options);
  const unranked = result.solutions.map((solution, index) => ({
    figures: figuresOf(solution, matrices, rules),
    replicates: replicates[index],
  }));
  // Array.prototype.sort is stable, so equal scores keep their order.
  const sorted = unranked.toSorted(
    ({ figures: a }, { figures: b }) => Number(isMeasured(b)) - Number(isMeasured(a)) || b.score - a.score,
  );
  const rows = sorted.map(({ figures, replicates: own }, index): RankingRow => {
    const { low, high } = percentileInterval(own);
    const isRanked = isMeasured(figures);
    const isTied =
      isRanked && index > 0 && contains(differenceInterval(sorted[index - 1].replicates, own), 0);
    return { ...figures, rank: isRanked ? index + 1 : null, isTied, scoreLow: low, scoreHigh: high };
  });
  const top = rows.find(({ rank }) => rank === 1);
  return {
    rows,
    groups: groupScores(rows, matrices),
    scoreToBeat: scoreToBeat({ top: top === undefined ? undefined : { score: top.score, setBy: top.name } }),
  };
}

/** Solutions of one run are drawn in the same stages, so that their differences are paired; others are not. */
function replicatesOf(
  result: Result,
  rules: RuleSet,
  { sources, seed, replicates }: RankingOptions,
): Float64Array[] {
  const solutions = result.solutions.map(({ manifest, trials }) => ({
    trials,
    run: runOf(sources?.get(manifest.name) ?? result),
  }));
  return meanScoreReplicates({ matrices: result.corpus.matrices, solutions }, rules, {
    seed: seed ?? defaultBootstrap.seed,
    replicates: replicates ?? defaultBootstrap.replicates,
  });
}

function isMeasured({ ratio }: SolutionFigures): boolean {
  return ratio !== null;
}

function groupScores(rows: readonly RankingRow[], matrices: readonly MatrixInfo[]): GroupScores[] {
  return groupMatrices(matrices).map(({ group, matrices: members }) => ({
    group,
    matrixCount: members.length,
    scores: rows.map(({ matrixScores }) => mean(members.map(({ id }) => matrixScores.get(id) ?? 0))),
  }));
}
