import { isArenaError } from '@matrix-arena/contract';
import type { Ledger, Viewer } from '@matrix-arena/ledger';
import { printableText } from '../competition/printable.ts';
import { writeOut } from '../competition/result-files.ts';
import { byteCount } from '../format.ts';
import { changeMark } from './change-mark.ts';
import { load, type Query } from './data.ts';
import { queryOf } from './query.ts';
import { type Action, reduce } from './reducer.ts';
import { initialState, type Start, type State, type Task, topScreen } from './state.ts';

/** The state of a running dashboard, and what keeps it up to date. */
export interface Store {
  readonly state: () => State;
  dispatch(action: Action): void;
  /** Looks at the ledger again, if it has changed. */
  tick(): void;
  /** Calls back after each change; returns what ends that. */
  subscribe(onChange: () => void): () => void;
}

export interface StoreOptions extends Omit<Start, 'now'> {
  readonly ledger: Ledger;
  readonly viewer: Viewer;
  readonly now: () => number;
  readonly onQuit: (isInterrupt: boolean) => void;
}

/** Files of this size take long enough to say so. */
const slowBytes = 2e6;
/** A frame is drawn before a slow file is read. */
const loadingFrameMs = 100;
/** Some things change with time alone, such as whether code is still kept back. */
const longestAgeMs = 10_000;

export function openStore({ ledger, viewer, now, onQuit, ...start }: StoreOptions): Store {
  const listeners = new Set<() => void>();
  let state = initialState({ ...start, now: now() });
  /** What the data are an answer to, what the ledger was like then, and when that was. */
  let known = { query: '', mark: '', at: 0 };
  let waiting: string | null = null;

  function dispatch(action: Action): void {
    const before = state;
    apply(action);
    const { task } = state;
    if (task !== null) {
      state = { ...state, task: null };
      run(task);
    }
    refresh();
    if (state !== before) notify();
  }

  function apply(action: Action): void {
    state = reduce(action.type === 'tick' ? state : { ...state, now: now() }, action);
  }

  function notify(): void {
    for (const listener of listeners) listener();
  }

  /** Reads the ledger where the screen needs other data than it has. */
  function refresh(): void {
    const query = queryOf(state);
    const key = JSON.stringify(query);
    if (key === known.query || key === waiting) return;
    const screen = topScreen(state);
    if (screen.kind !== 'file' || screen.sizeBytes < slowBytes) {
      read(query, key);
      return;
    }
    waiting = key;
    apply({ type: 'show', modal: { kind: 'loading', text: `reading ${screen.name}` } });
    setTimeout(() => {
      waiting = null;
      if (JSON.stringify(queryOf(state)) === key) read(query, key);
      notify();
    }, loadingFrameMs);
  }

  function read(query: Query, key: string): void {
    const isSame = key === known.query;
    // Before the data: what changes meanwhile is read the next time.
    known = { query: key, mark: changeMark(ledger.path), at: now() };
    try {
      const data = load(ledger, viewer, query, isSame ? state.data : null);
      apply({ type: 'data', data });
    } catch (error) {
      if (!isArenaError(error)) throw error;
      const isRefused = isArenaError(error, 'not-found', 'sealed');
      apply({ type: 'no-data', message: printableText(error.message), isRefused });
      // The screen before may be shown again now.
      if (isRefused) refresh();
    }
  }

  function run(task: Task): void {
    if (task.kind === 'quit') onQuit(task.isInterrupt);
    else if (task.kind === 'refresh') {
      known = { ...known, query: '' };
      refresh();
      apply({ type: 'log', level: 'info', text: 'read the ledger again' });
    } else void copy(task);
  }

  async function copy(task: Task & { kind: 'copy' }): Promise<void> {
    const { submission: id, name, path: out, overwrite: force } = task;
    try {
      const submission = ledger.submissionDetail(id, viewer);
      const { path, bytes } = await writeOut({ ledger, submission, viewer, name }, { out, force });
      const text = `copied ${name}, ${byteCount(bytes)}, to ${path}`;
      dispatch({ type: 'log', level: 'success', text });
      dispatch({
        type: 'show',
        modal: { kind: 'alert', title: 'Copied', text: `${path}: ${byteCount(bytes)}` },
      });
    } catch (error) {
      if (!isArenaError(error)) throw error;
      if (!force && isArenaError(error, 'conflict')) {
        const modal = {
          kind: 'confirm',
          title: 'There is a file already',
          text: `${out} is there. Write over it?`,
          task: { ...task, overwrite: true },
        } as const;
        dispatch({ type: 'show', modal });
        return;
      }
      const message = printableText(error.message);
      dispatch({ type: 'log', level: 'error', text: message });
      dispatch({ type: 'show', modal: { kind: 'alert', title: 'Not copied', text: message } });
    }
  }

  refresh();
  return {
    state: () => state,
    dispatch,
    tick() {
      const at = now();
      const isOld = at - known.at >= longestAgeMs || changeMark(ledger.path) !== known.mark;
      if (isOld && waiting === null) {
        const query = queryOf(state);
        if (JSON.stringify(query) === known.query) read(query, known.query);
        notify();
      }
      dispatch({ type: 'tick', now: at });
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}
