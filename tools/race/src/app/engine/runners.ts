import type { EmbeddedSolution } from '../../embedded.ts';
import type { RaceSettings } from '../../race/settings.ts';
import type { RaceEvent } from '../../race/state.ts';
import type { Sides } from './pass.ts';
import type { Side } from './side.ts';

export type Tell = (event: RaceEvent) => void;

/** A solution whose workers are ready. */
export interface Runner {
  readonly lane: number;
  readonly sides: Sides;
  /** Takes frames apart; null when the solution has nothing for that. */
  readonly inspector: Side | null;
}

/** Ends all workers of a solution that is out of the race, so that their memory is free again. */
export function closeRunner({ sides, inspector }: Omit<Runner, 'lane'>): void {
  for (const side of [sides.compress, sides.decompress, inspector]) side?.close();
}

/** Loads every solution into workers of its own, one after the other. Those that fail are out of the race. */
export async function loadAll(
  solutions: readonly EmbeddedSolution[],
  start: (module: EmbeddedSolution['codec']) => Side,
  settings: RaceSettings,
  tell: Tell,
  signal: AbortSignal,
): Promise<Runner[]> {
  const runners: Runner[] = [];
  for (const [lane, solution] of solutions.entries()) {
    if (signal.aborted) break;
    tell({ kind: 'turn', lane });
    const out = (message: string): void =>
      tell({ kind: 'out', lane, failure: { kind: 'not-loadable', message } });
    if (solution.codec === null) {
      out(solution.problem ?? 'it has no script');
      continue;
    }
    const sides = { compress: start(solution.codec), decompress: start(solution.codec) };
    const replies = [
      await sides.compress.ask({ call: 'load' }, settings.loadLimitMs),
      await sides.decompress.ask({ call: 'load' }, settings.loadLimitMs),
    ];
    const [first] = replies;
    const failed = replies.find(({ outcome }) => outcome !== 'loaded');
    if (failed !== undefined || first.outcome !== 'loaded') {
      closeRunner({ sides, inspector: null });
      out(failed !== undefined && 'message' in failed ? failed.message : 'it did not load');
      continue;
    }
    tell({ kind: 'loaded', lane, loadMs: first.elapsedMs });
    const inspector = solution.inspect === null ? null : start(solution.inspect);
    await inspector?.ask({ call: 'load' }, settings.loadLimitMs);
    runners.push({ lane, sides, inspector });
  }
  return runners;
}
