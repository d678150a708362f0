import { ArenaError, compressedFraction, ratio } from '@matrix-arena/contract';

/** What was measured of one matrix that came back. */
export interface MatrixFigures {
  readonly originalBytes: number;
  readonly compressedBytes: number;
  /** Compress and decompress together, steady state, in milliseconds. */
  readonly elapsedMs: number;
  /** See `similarity`; 1 when every byte came back. */
  readonly similarity: number;
}

/** How a matrix is scored. Rule sets are named and dated, and a result always says which one judged it. */
export interface RuleSet {
  readonly name: string;
  /** First day on which the competition used it. */
  readonly since: string;
  /** The formula, for people. */
  readonly formula: string;
  /** Whether a matrix that does not come back bit for bit counts as failed. */
  readonly lossless: boolean;
  /** Score of one matrix in [0, 1], higher is better. `c` = compressedFraction, `t` = seconds. */
  readonly score: (figures: MatrixFigures) => number;
}

/** At this time for one matrix the score of `lossless-v1` reaches 0. */
const timeLimitS = 1.012;

/** Above this, `lossy-v2` accepts what came back. */
const minSimilarity = 0.99;

const definitions: readonly RuleSet[] = [
  {
    name: 'lossless-v1',
    since: '2025-12-03',
    formula: 'clip((1 - c) * (1 - t / 1.012), 0, 1)',
    lossless: true,
    // Not in the formula, which gives a score to what is both larger than the matrix and late: two negative factors.
    score: (figures) => clip(savedFraction(figures) * Math.max(0, 1 - figures.elapsedMs / 1e3 / timeLimitS)),
  },
  {
    name: 'raw-v0',
    since: '2025-12-02',
    formula: '1 / (1 + exp(-0.003 * (((30 - t) + 1000 * similarity + 1000000 * ratio) / 1000 - 2000)))',
    lossless: false,
    score: (figures) => {
      const size = ratio(figures.originalBytes, figures.compressedBytes);
      const raw = 30 - figures.elapsedMs / 1e3 + 1e3 * figures.similarity + 1e6 * size;
      return 1 / (1 + Math.exp(-0.003 * (raw / 1e3 - 2e3)));
    },
  },
  {
    name: 'lossy-v2',
    since: '2026-01-13',
    formula: 'clip(1 - c, 0, 1) if similarity > 0.99, else 0',
    lossless: false,
    score: (figures) => (figures.similarity > minSimilarity ? clip(savedFraction(figures)) : 0),
  },
];

export const ruleSets: readonly RuleSet[] = definitions.map((rules) => ({
  ...rules,
  score: checked(rules.score),
}));

export const defaultRuleSet: RuleSet = ruleSets[0];

/** @throws ArenaError `usage` that lists the known names */
export function findRuleSet(name: string): RuleSet {
  const found = ruleSets.find((rules) => rules.name === name);
  if (found !== undefined) return found;
  throw new ArenaError('usage', {
    what: 'rule set',
    expected: ruleSets.map((rules) => rules.name).join(', '),
    got: name,
    hint: 'choose one of them',
  });
}

/** @throws ArenaError `conflict` unless a result was made for these rules */
export function assertRules(resultRules: string, rules: RuleSet): void {
  if (resultRules === rules.name) return;
  throw new ArenaError('conflict', {
    what: 'rule set of the result',
    expected: rules.name,
    got: resultRules,
    hint: 'rank it by the rules that it was made for, or bench again',
  });
}

function savedFraction({ originalBytes, compressedBytes }: MatrixFigures): number {
  return 1 - compressedFraction(compressedBytes, originalBytes);
}

function clip(score: number): number {
  return Math.min(1, Math.max(0, score));
}

/** A missing or impossible figure is an error, never a score. */
function checked(score: RuleSet['score']): RuleSet['score'] {
  return (figures) => {
    for (const key of ['originalBytes', 'compressedBytes', 'elapsedMs', 'similarity'] as const) {
      const value = figures[key];
      if (Number.isFinite(value) && (key === 'similarity' || value >= 0)) continue;
      throw new ArenaError('bad-format', {
        what: key,
        expected: key === 'similarity' ? 'a finite number' : 'a finite number >= 0',
        got: String(value),
        hint: 'measure the matrix again',
      });
    }
    return score(figures);
  };
}
