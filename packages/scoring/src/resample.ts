import type { Draw } from './random.ts';
import { assertSamples, type TimedTrial } from './timings.ts';

/** Times of one call of a trial, and how often each of them has been drawn. */
interface Times {
  readonly sorted: Float64Array;
  /** Place in `sorted` of each sample, in the order in which the samples are drawn from. */
  readonly places: Int32Array;
  /** By place in `sorted`. */
  readonly counts: Int32Array;
}

/**
 * Draws samples of a trial again: from each drawn stage as many as it holds, with replacement, compress and
 * decompress of a pass together. Of drawn stages that the trial lacks nothing is taken, and where that leaves
 * nothing, each of its own stages is drawn from once.
 *
 * @param stages all stages of the run; what is drawn are indexes into it
 * @returns gives the medians of the drawn compress and decompress times together, in milliseconds. Times are sorted
 *   beforehand and only counted when drawn, so that a call is linear in the samples and allocates nothing
 */
export function elapsedSampler(
  trial: TimedTrial,
  stages: readonly number[],
  draw: Draw,
): (drawnStages: Int32Array) => number {
  assertSamples(trial);
  const order = [...trial.stages.keys()].sort((a, b) => trial.stages[a] - trial.stages[b]);
  const starts = stageStarts(trial.stages, stages);
  const ownStages = Int32Array.from(stages.keys());
  const compress = timesOf(order.map((sample) => trial.compressMs[sample]));
  const decompress = timesOf(order.map((sample) => trial.decompressMs[sample]));

  const drawFrom = (drawnStages: Int32Array): number => {
    let drawn = 0;
    for (const stage of drawnStages) {
      const start = starts[stage];
      const size = starts[stage + 1] - start;
      for (let i = 0; i < size; i++) {
        const sample = start + draw(size);
        compress.counts[compress.places[sample]]++;
        decompress.counts[decompress.places[sample]]++;
      }
      drawn += size;
    }
    return drawn;
  };
  return (drawnStages) => {
    compress.counts.fill(0);
    decompress.counts.fill(0);
    const drawn = drawFrom(drawnStages) || drawFrom(ownStages);
    return medianOfCounted(compress, drawn) + medianOfCounted(decompress, drawn);
  };
}

/** Entry s is where the samples of the s-th stage start once they are sorted by stage; one entry more is their end. */
function stageStarts(stageOfSample: readonly number[], stages: readonly number[]): Int32Array {
  const starts = new Int32Array(stages.length + 1);
  for (const [index, stage] of stages.entries()) {
    starts[index + 1] = starts[index] + stageOfSample.filter((own) => own === stage).length;
  }
  return starts;
}

function timesOf(samples: readonly number[]): Times {
  const order = [...samples.keys()].sort((a, b) => samples[a] - samples[b]);
  const places = new Int32Array(samples.length);
  for (const [place, sample] of order.entries()) places[sample] = place;
  return {
    sorted: Float64Array.from(order, (sample) => samples[sample]),
    places,
    counts: new Int32Array(samples.length),
  };
}

/** Median of the drawn times, as `median` has it. */
function medianOfCounted({ sorted, counts }: Times, drawn: number): number {
  const upper = drawn >>> 1;
  const lower = (drawn - 1) >>> 1;
  let place = 0;
  let before = counts[0];
  while (before <= lower) before += counts[++place];
  const lowerMs = sorted[place];
  while (before <= upper) before += counts[++place];
  return (lowerMs + sorted[place]) / 2;
}
