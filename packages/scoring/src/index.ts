export type { BootstrapOptions } from './bootstrap.ts';
export type { ConditionDifference } from './comparable.ts';
export { comparableKey, conditionDifferences } from './comparable.ts';
export type {
  Comparison,
  ComparisonIntervals,
  ComparisonPart,
  Contender,
  Verdict,
} from './comparison.ts';
export { compareSolutions } from './comparison.ts';
export { groupOf } from './groups.ts';
export type { Interval, ScoreInterval } from './intervals.ts';
export { scoreIntervals } from './intervals.ts';
export { matrixFigures } from './matrix-scores.ts';
export type { MergedResult } from './merge.ts';
export { mergeResults } from './merge.ts';
export type { NoiseFloor } from './noise-floor.ts';
export { noiseFloor } from './noise-floor.ts';
export { defaultSeed } from './random.ts';
export type { GroupScores, Ranking, RankingOptions, RankingRow } from './ranking.ts';
export { rankResult } from './ranking.ts';
export type { MatrixFigures, RuleSet } from './rule-sets.ts';
export { defaultRuleSet, findRuleSet, ruleSets } from './rule-sets.ts';
export type { Repetition } from './run-comparison.ts';
export { compareRuns } from './run-comparison.ts';
export type { ScoreFactors } from './score-factors.ts';
export { factorSteps, meanScore, scoreFactors } from './score-factors.ts';
export type { Target } from './score-to-beat.ts';
export { beatFactor, scoreToBeat } from './score-to-beat.ts';
export { similarity } from './similarity.ts';
export { mean, median } from './statistics.ts';
export type { ScoredMatrix, SolutionTimings, TimedTrial, Timings } from './timings.ts';
