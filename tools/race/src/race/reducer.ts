import type { Lane, RaceEvent, RaceState, Trial } from './state.ts';

/** The race after an event. One that has ended does not change any more. */
export function raceReducer(state: RaceState, event: RaceEvent): RaceState {
  if (state.status !== 'racing') return state;
  switch (event.kind) {
    case 'clock':
      return { ...state, tickMs: event.tickMs };
    case 'step':
      return { ...state, step: event.step };
    case 'turn':
      return { ...state, active: event.lane };
    case 'loaded':
      return withLane(state, event.lane, (lane) => ({ ...lane, loadMs: event.loadMs }));
    case 'out':
      return withLane(state, event.lane, (lane) => out(lane, event.failure));
    case 'verified':
      return withTrial(state, event, (trial) => ({ ...trial, compressedBytes: event.compressedBytes }));
    case 'inspected':
      return withTrial(state, event, (trial) => ({ ...trial, parts: event.parts }));
    case 'sampled':
      return withTrial(state, event, (trial) => ({
        ...trial,
        compressMs: [...trial.compressMs, event.compressMs],
        decompressMs: [...trial.decompressMs, event.decompressMs],
      }));
    case 'settled':
      return withTrial(state, event, (trial) => ({ ...trial, isSettled: true }));
    case 'failed':
      return withTrial(state, event, (trial) => ({ ...trial, isSettled: true, failure: event.failure }));
    case 'finished':
    case 'stopped':
      return { ...state, status: event.kind, active: null };
  }
}

/** What is not done yet fails for the same reason. */
function out(lane: Lane, failure: Lane['failure']): Lane {
  const trials = lane.trials.map((trial) =>
    trial.isSettled ? trial : { ...trial, isSettled: true, failure },
  );
  return { ...lane, failure, trials };
}

function withLane(state: RaceState, index: number, change: (lane: Lane) => Lane): RaceState {
  return { ...state, lanes: state.lanes.map((lane, i) => (i === index ? change(lane) : lane)) };
}

function withTrial(
  state: RaceState,
  { lane, matrix }: { readonly lane: number; readonly matrix: number },
  change: (trial: Trial) => Trial,
): RaceState {
  return withLane(state, lane, (one) => ({
    ...one,
    trials: one.trials.map((trial, i) => (i === matrix ? change(trial) : trial)),
  }));
}
