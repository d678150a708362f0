import { useCallback, useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import type { Embedded } from '../embedded.ts';
import type { RaceMatrix } from '../race/race-file.ts';
import { raceReducer } from '../race/reducer.ts';
import { type RacedMatrix, type RaceEvent, type RaceState, startState } from '../race/state.ts';
import { runRace } from './engine/run-race.ts';
import { scriptUrls } from './engine/scripts.ts';
import { messageOf } from './open-file.ts';

type Action = RaceEvent | { readonly kind: 'start'; readonly state: RaceState } | { readonly kind: 'clear' };

function reduce(state: RaceState | null, action: Action): RaceState | null {
  if (action.kind === 'start') return action.state;
  return state === null || action.kind === 'clear' ? null : raceReducer(state, action);
}

/**
 * The race of the page, one at a time: a new one ends the one before.
 *
 * @param onProblem hears what ended a race that no solution is to blame for
 */
export function useRace(embedded: Embedded, onProblem: (message: string) => void) {
  const [race, dispatch] = useReducer(reduce, null);
  const current = useRef<AbortController | null>(null);
  const scriptUrl = useMemo(() => scriptUrls(embedded), [embedded]);
  const end = useCallback(() => current.current?.abort(), []);
  const start = useCallback(
    (file: string, matrices: readonly RaceMatrix[]) => {
      end();
      const controller = new AbortController();
      current.current = controller;
      const { solutions, settings } = embedded;
      const state = startState(file, matrices.map(racedMatrix), solutions, settings.maxSamples);
      dispatch({ kind: 'start', state });
      runRace({ solutions, settings, matrices, scriptUrl }, dispatch, controller.signal).catch(
        (error: unknown) => {
          if (controller.signal.aborted) return;
          dispatch({ kind: 'stopped' });
          onProblem(messageOf(error));
        },
      );
    },
    [embedded, end, scriptUrl, onProblem],
  );
  const stop = useCallback(() => {
    dispatch({ kind: 'stopped' });
    end();
  }, [end]);
  const clear = useCallback(() => {
    end();
    dispatch({ kind: 'clear' });
  }, [end]);
  useEffect(() => end, [end]);
  return { race, start, stop, clear };
}

function racedMatrix({ id, matrix, bounds }: RaceMatrix): RacedMatrix {
  return { id, rows: matrix.rows, cols: matrix.cols, originalBytes: matrix.bytes.length, bounds };
}
