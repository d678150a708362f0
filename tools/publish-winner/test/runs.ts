import { createHash } from 'node:crypto';
import type { Result } from '@matrix-arena/contract/schemas';
import type { CorpusMatrix } from '@matrix-arena/corpus';
import { defaultRunOptions, type RunOptions, runBench, type SolutionPackage } from '@matrix-arena/harness';
import { defaultRuleSet } from '@matrix-arena/scoring';
import { makeMatrix } from '@matrix-arena/testkit/matrices';

/** Enough for a run, and no more. */
export const options: RunOptions = {
  ...defaultRunOptions,
  ...{ repeats: 2, samplesPerStage: 1, timeBudgetMs: 0, timingThreads: 1, quietWaitMs: 0, verifyThreads: 1 },
};

export const corpus = { name: 'two', roundSeed: 0, poolCount: 2 };

export function matrices(): CorpusMatrix[] {
  return [24, 40].map((rows) => {
    const matrix = makeMatrix('activations', rows, 32, 1);
    return { id: `rows-${rows}`, matrix, sha256: createHash('sha256').update(matrix.bytes).digest('hex') };
  });
}

/** Benches solutions on two small matrices. */
export function runOf(...solutions: SolutionPackage[]): Promise<Result> {
  const { signal } = new AbortController();
  const rest = { corpus, rules: defaultRuleSet, options, signal, onEvent: () => {} };
  return runBench({ solutions, matrices: matrices(), ...rest });
}
