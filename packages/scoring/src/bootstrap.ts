import { type Draw, defaultSeed, seededDraw } from './random.ts';
import { elapsedSampler } from './resample.ts';
import type { RuleSet } from './rule-sets.ts';
import type { ScoredMatrix, SolutionTimings, TimedTrial, Timings } from './timings.ts';

export interface BootstrapOptions {
  readonly seed: number;
  readonly replicates: number;
}

/** So many replicates fix the ends of a 95 % interval to some 5 % of its width. */
export const defaultBootstrap: BootstrapOptions = { seed: defaultSeed, replicates: 1000 };

/** Scores as they might have been, had the same run been made again. */
export interface ScoreSampler {
  /** Begins a replicate: draws as many stages of each run as it has, with replacement. */
  readonly drawStages: () => void;
  /** Score of a matrix by index in the timings, from samples drawn within the stages of the replicate. */
  readonly drawScore: (solution: number, matrix: number) => number;
}

interface RunStages {
  readonly stages: readonly number[];
  /** Indexes into `stages`, of this replicate. */
  readonly drawn: Int32Array;
}

/**
 * Two-level bootstrap of what was timed (Davison and Hinkley 1997, section 3.8): stages, then samples within them.
 * Samples of one stage were taken close together and drift of the machine makes them alike, so that the stage and
 * not the sample is what was drawn independently. A stage is a moment of the whole run: the drawn ones are the same
 * for all solutions and matrices of the run, and drift that they share cancels from their differences.
 *
 * The fewer stages, the less an interval knows of drift, and one stage says nothing of it: in simulated runs whose
 * stages differ and whose samples hardly do, 95 % intervals hold the true score in 51 % of the runs with 2 stages,
 * 87 % with 4, 92 % with 8 and 94 % with 16. Where stages are alike they hold it in 99 %, because the noise of the
 * samples is in the drawn stages already and comes a second time with the drawn samples.
 */
export function scoreSampler({ matrices, solutions }: Timings, rules: RuleSet, draw: Draw): ScoreSampler {
  const runs = new Map(
    [...new Set(solutions.map(({ run }) => run))].map((run) => [
      run,
      stagesOf(solutions.filter((one) => one.run === run)),
    ]),
  );
  const samplers = solutions.map((one) =>
    scoreSamplers(one, matrices, rules, runs.get(one.run) as RunStages, draw),
  );
  return {
    drawStages: () => {
      for (const { stages, drawn } of runs.values()) {
        for (let i = 0; i < drawn.length; i++) drawn[i] = draw(stages.length);
      }
    },
    drawScore: (solution, matrix) => samplers[solution][matrix](),
  };
}

/** For each solution its mean score over all matrices, one entry per replicate; entry i of all is one replicate. */
export function meanScoreReplicates(
  timings: Timings,
  rules: RuleSet,
  { seed, replicates }: BootstrapOptions,
): Float64Array[] {
  const { drawStages, drawScore } = scoreSampler(timings, rules, seededDraw(seed));
  const matrixCount = timings.matrices.length;
  const means = timings.solutions.map(() => new Float64Array(replicates));
  for (let replicate = 0; replicate < replicates; replicate++) {
    drawStages();
    for (let solution = 0; solution < means.length; solution++) {
      let sum = 0;
      for (let matrix = 0; matrix < matrixCount; matrix++) sum += drawScore(solution, matrix);
      means[solution][replicate] = sum / matrixCount;
    }
  }
  return means;
}

function stagesOf(solutions: readonly SolutionTimings[]): RunStages {
  const all = solutions.flatMap(({ trials }) =>
    trials.flatMap((trial) => (trial.outcome === 'ok' ? trial.stages : [])),
  );
  const stages = [...new Set(all)].sort((a, b) => a - b);
  return { stages, drawn: new Int32Array(stages.length) };
}

/** One function for each matrix that draws its score. */
function scoreSamplers(
  { trials }: SolutionTimings,
  matrices: readonly ScoredMatrix[],
  rules: RuleSet,
  run: RunStages,
  draw: Draw,
): (() => number)[] {
  const byId = new Map(trials.map((trial) => [trial.matrix, trial]));
  return matrices.map(({ id, originalBytes }) => {
    const trial = byId.get(id);
    return trial?.outcome === 'ok' ? timedSampler(originalBytes, trial, rules, run, draw) : () => 0;
  });
}

function timedSampler(
  originalBytes: number,
  trial: TimedTrial,
  rules: RuleSet,
  { stages, drawn }: RunStages,
  draw: Draw,
): () => number {
  const { compressedBytes, similarity } = trial;
  const drawElapsedMs = elapsedSampler(trial, stages, draw);
  const figures = { originalBytes, compressedBytes, similarity, elapsedMs: 0 };
  return () => {
    figures.elapsedMs = drawElapsedMs(drawn);
    return rules.score(figures);
  };
}
