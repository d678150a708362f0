import { ratio } from '@matrix-arena/contract';
import type { MatrixInfo } from '@matrix-arena/contract/schemas';
import { type Contender, compareSolutions, median, type RuleSet } from '@matrix-arena/scoring';

/** A matrix on which a solution does otherwise than before. */
export interface Move {
  readonly matrix: string;
  readonly score: number;
  readonly scoreChange: number;
  /** Null for a matrix that did not come back, now or before. */
  readonly figures: { readonly now: MatrixMeasures; readonly before: MatrixMeasures } | null;
}

/** Of one matrix that came back. */
export interface MatrixMeasures {
  readonly ratio: number;
  /** Medians of compress and decompress together. */
  readonly elapsedMs: number;
}

/**
 * The matrices on which a solution moved: whose frames have another length, that came back and do not any more or the
 * other way round, or whose score differs by more than the timing noise of both runs. Worst first.
 */
export function movesOf(now: Contender, before: Contender, rules: RuleSet): Move[] {
  const moves = now.result.corpus.matrices.flatMap((matrix): Move[] => {
    const figures = [now, before].map((one) => measures(one, matrix));
    const [ofNow, ofBefore] = figures;
    const alone = [now, before].map((one) => onlyMatrix(one, matrix));
    const { scoreA, difference, onTheseMatrices } = compareSolutions(alone[0], alone[1], rules).total;
    const { low, high } = onTheseMatrices.difference;
    const hasMoved = low > 0 || high < 0 || ofNow?.ratio !== ofBefore?.ratio;
    if (!hasMoved) return [];
    const both = ofNow === null || ofBefore === null ? null : { now: ofNow, before: ofBefore };
    return [{ matrix: matrix.id, score: scoreA, scoreChange: difference, figures: both }];
  });
  return moves.sort((a, b) => a.scoreChange - b.scoreChange);
}

function onlyMatrix({ solution, result }: Contender, matrix: MatrixInfo): Contender {
  return { solution, result: { ...result, corpus: { ...result.corpus, matrices: [matrix] } } };
}

function measures({ solution }: Contender, { id, originalBytes }: MatrixInfo): MatrixMeasures | null {
  const trial = solution.trials.find((one) => one.matrix === id);
  if (trial?.outcome !== 'ok') return null;
  return {
    ratio: ratio(originalBytes, trial.compressedBytes),
    elapsedMs: median(trial.compressMs) + median(trial.decompressMs),
  };
}
