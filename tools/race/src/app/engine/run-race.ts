import type { EmbeddedSolution, PieceList } from '../../embedded.ts';
import type { RaceMatrix } from '../../race/race-file.ts';
import type { RaceSettings } from '../../race/settings.ts';
import { raceMatrix } from './matrix-race.ts';
import { loadAll, type Tell } from './runners.ts';
import { openSide, type Side } from './side.ts';

/** Who runs, and how. */
export interface RacePlan {
  readonly solutions: readonly EmbeddedSolution[];
  readonly settings: RaceSettings;
  readonly matrices: readonly RaceMatrix[];
  /** Address of the script of a worker that runs one module, or none. */
  readonly scriptUrl: (module: PieceList | null) => string;
}

/**
 * Runs a race. Only one worker has work at any time, so that solutions do not disturb each other.
 *
 * @param emit hears of everything that happens, until `signal` ends the race
 */
export async function runRace(
  { solutions, settings, matrices, scriptUrl }: RacePlan,
  emit: Tell,
  signal: AbortSignal,
): Promise<void> {
  const open: Side[] = [];
  const start = (module: PieceList | null): Side => {
    const side = openSide(scriptUrl(module));
    open.push(side);
    return side;
  };
  const closeAll = (): void => {
    for (const side of open) side.close();
  };
  const tell: Tell = (event) => {
    if (!signal.aborted) emit(event);
  };
  signal.addEventListener('abort', closeAll, { once: true });
  try {
    const leastMs = settings.ticksPerSample * (await measureClock(start(null), settings, tell));
    let runners = await loadAll(solutions, start, settings, tell, signal);
    for (const [index, { matrix }] of matrices.entries()) {
      runners = await raceMatrix(runners, { index, matrix, leastMs, settings, tell, signal });
    }
    tell({ kind: 'finished' });
  } finally {
    signal.removeEventListener('abort', closeAll);
    closeAll();
  }
}

async function measureClock(side: Side, settings: RaceSettings, tell: Tell): Promise<number> {
  const reply = await side.ask({ call: 'clock' }, settings.loadLimitMs);
  side.close();
  // Without an answer no solution would have one, and each says so in its row.
  const tickMs = reply.outcome === 'clock' ? reply.tickMs : 1;
  tell({ kind: 'clock', tickMs });
  return tickMs;
}
