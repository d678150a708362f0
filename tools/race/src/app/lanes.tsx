import { fixed } from '@matrix-arena/page/app';
import type { Standing } from '../race/standings.ts';
import type { RaceState } from '../race/state.ts';

const marks = [0, 0.25, 0.5, 0.75, 1];

/**
 * A lane for each solution. Every bar starts at 0 and grows with each sample by the solution's share of its score, so that
 * who is faster ahead is better, and at the end the bar is as long as the score. The same figures stand in the table.
 */
export function Lanes({ race, rows }: { race: RaceState; rows: readonly Standing[] }) {
  return (
    <div class={`lanes ${race.status}`} aria-hidden="true">
      {race.lanes.map(({ name }, index) => {
        const row = rows.find(({ lane }) => lane === index);
        const { distance = 0, rank = null, score = null, failures = [] } = row ?? {};
        const isOut = failures.length > 0 && score !== null && rank === null;
        const state =
          isOut || race.lanes[index].failure !== null ? 'out' : race.active === index ? 'active' : '';
        return (
          <div key={name} class={`lane ${state} ${rank === 1 ? 'leads' : ''}`}>
            <span class="lane-name">{name}</span>
            <span class="track">
              <span class="bar" style={{ transform: `scaleX(${distance})` }} />
              <span class="runner" style={{ transform: `translateX(${100 * distance}%)` }}>
                <span class={`flag ${distance > 0.8 ? 'inside' : ''}`}>
                  {state === 'out' ? 'out' : distance > 0 ? fixed(distance, 4) : ''}
                </span>
              </span>
            </span>
            <span class="place">{race.status !== 'racing' && rank !== null ? `${rank}.` : ''}</span>
          </div>
        );
      })}
      <div class="lane scale">
        <span class="lane-name">score</span>
        <span class="track">
          {marks.map((mark) => (
            <span key={mark} class="mark" style={{ left: `${100 * mark}%` }}>
              {mark}
            </span>
          ))}
        </span>
        <span class="place" />
      </div>
    </div>
  );
}
