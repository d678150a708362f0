import type { Ledger } from '@matrix-arena/ledger';
import type { SampledSet } from '../bench-sample.ts';
import type { Progress } from '../progress.ts';
import { poolFolder, readRoundInputs } from './pool.ts';

/** Reads the matrices of a round, and keeps the last ones that were read: rounds follow each other. */
export function inputsReader(
  ledger: Ledger,
  pool: string | undefined,
  progress: Progress,
  signal: AbortSignal,
): (competition: string, round: number) => Promise<SampledSet> {
  let last: { readonly key: string; readonly inputs: SampledSet } | null = null;
  return async (competition, round) => {
    const key = `${competition} ${round}`;
    if (last?.key === key) return last.inputs;
    const folder = pool ?? poolFolder(ledger.competitionConfig(competition));
    const inputs = await readRoundInputs(ledger.roundInputs(competition, round), folder, progress, signal);
    last = { key, inputs };
    return inputs;
  };
}
