import { counted, fixed } from '@matrix-arena/page/app';
import { standings } from '../race/standings.ts';
import type { RaceState } from '../race/state.ts';

/**
 * Says what the page is doing, for screen readers, too: the steps of a race and its end, not every sample. It must
 * always be there, empty at first: what comes together with its text is often not read out.
 */
export function Announcer({
  reading,
  race,
}: {
  /** Name of the file that is being read. */
  reading: string | null;
  race: RaceState | null;
}) {
  return (
    <p class={`step ${race?.status ?? ''}`} role="status">
      {reading !== null ? `Reading ${reading} …` : race !== null && textOf(race)}
    </p>
  );
}

function textOf(race: RaceState): string {
  const { status, step, matrices, lanes } = race;
  if (status === 'stopped') return 'Stopped. The figures are of what was measured until then.';
  if (status === 'finished') {
    const order = standings(race)
      .filter(({ rank }) => rank !== null)
      .map(({ rank, name, score }) => `${rank}. ${name} ${fixed(score, 4)}`);
    return order.length === 0 ? 'Finished. Nothing came back.' : `Finished. ${order.join(', ')}`;
  }
  if (step.what === 'loading') return `Loading ${counted(lanes.length, 'solution', 'solutions')} …`;
  const which = matrices.length === 1 ? '' : `, matrix ${step.matrix + 1} of ${matrices.length}`;
  return step.what === 'checking' ? `Checking that every bit comes back${which} …` : `Timing${which} …`;
}
