import type { MatrixInfo, Result } from '@matrix-arena/contract/schemas';
import { groupOf, type Ranking } from '@matrix-arena/scoring';
import { doneOf, sizeAndSpeed } from './size-and-speed.ts';
import type { GroupSummary, SizeAndSpeed } from './types.ts';

/** Kinds of matrices, with the mean scores that the ranking has for them and the figures of all their matrices. */
export function groupSummaries({ corpus, solutions }: Result, ranking: Ranking): GroupSummary[] {
  const { matrices } = corpus;
  const trials = new Map(
    solutions.map((one) => [one.manifest.name, new Map(one.trials.map((trial) => [trial.matrix, trial]))]),
  );
  const figuresOn = (name: string, members: readonly MatrixInfo[]): SizeAndSpeed =>
    sizeAndSpeed(
      members.flatMap((matrix) => {
        const trial = trials.get(name)?.get(matrix.id);
        return trial?.outcome === 'ok' ? doneOf(matrix, trial) : [];
      }),
    );
  return ranking.groups.map(({ group, scores }) => {
    const indexes = [...matrices.keys()].filter((index) => groupOf(matrices[index]) === group);
    const members = indexes.map((index) => matrices[index]);
    return {
      group,
      matrices: indexes,
      solutions: ranking.rows.map(({ name }, index) => ({
        ...figuresOn(name, members),
        score: scores[index],
      })),
    };
  });
}
