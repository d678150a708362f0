import type { Finding, Trial } from '@matrix-arena/contract/schemas';
import { median } from '@matrix-arena/scoring';
import type { Readiness } from './ready.ts';

/** More processor time than elapsed time, as a ratio, than the engine's own threads explain. */
const maxCpuRatio = 1.3;
/** First passes over a matrix may be slower than later ones by so much: memory grows, caches are cold. */
const maxFirstRatio = 2;
/** Matrices that can tell: short calls are at the mercy of everything. */
const minFirstMs = 0.5;
const minMatrices = 3;

/** What a reader of the figures should know of a solution. */
export function findingsOf(readiness: Readiness, trials: readonly Trial[]): Finding[] {
  return [hiddenThreads(readiness), remembersInputs(trials), leavesHandles(readiness)].flatMap((found) =>
    found === null ? [] : [found],
  );
}

function hiddenThreads({ cpuRatio, wallMs }: Readiness): Finding | null {
  if (cpuRatio === null || wallMs === null || wallMs < 1 || cpuRatio < maxCpuRatio) return null;
  return {
    kind: 'hidden-threads',
    message: `uses ${cpuRatio.toFixed(1)} times as much processor time as time passes`,
  };
}

function remembersInputs(trials: readonly Trial[]): Finding | null {
  const ratios = trials.flatMap((trial) => {
    if (trial.outcome !== 'ok') return [];
    const steady = median(trial.compressMs) + median(trial.decompressMs);
    const first = trial.firstCompressMs + trial.firstDecompressMs;
    return first < minFirstMs ? [] : [first / steady];
  });
  if (ratios.length < minMatrices || median(ratios) < maxFirstRatio) return null;
  const times = median(ratios).toFixed(1);
  return {
    kind: 'remembers-inputs',
    message: `the first pass over a matrix takes ${times} times as long as later ones`,
  };
}

function leavesHandles({ openHandles }: Readiness): Finding | null {
  if (openHandles < 1) return null;
  return {
    kind: 'leaves-handles',
    message: `keeps ${openHandles} timers, files or sockets open between calls`,
  };
}
