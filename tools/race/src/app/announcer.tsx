import { counted, fixed } from '@matrix-arena/page/app';
import type { Standing } from '../race/standings.ts';
import type { RaceState } from '../race/state.ts';

/** Says what a race has come to, for screen readers, too: its steps and its end, not every sample. */
export function Announcer({ race, rows }: { race: RaceState; rows: readonly Standing[] }) {
  return (
    <p class={`step ${race.status}`} role="status">
      {textOf(race, rows)}
    </p>
  );
}

function textOf({ status, step, matrices, lanes }: RaceState, rows: readonly Standing[]): string {
  if (status === 'stopped') return 'Stopped. The figures are of what was measured until then.';
  if (status === 'finished') {
    const order = rows
      .filter(({ rank }) => rank !== null)
      .map(({ rank, name, score }) => `${rank}. ${name} ${fixed(score, 4)}`);
    return order.length === 0 ? 'Finished. Nothing came back.' : `Finished. ${order.join(', ')}`;
  }
  if (step.what === 'loading') return `Loading ${counted(lanes.length, 'solution', 'solutions')} …`;
  const which = matrices.length === 1 ? '' : `, matrix ${step.matrix + 1} of ${matrices.length}`;
  return step.what === 'checking' ? `Checking that every bit comes back${which} …` : `Timing${which} …`;
}
