import { join } from 'node:path';
import type { FileRow, SubmissionData } from '../data.ts';
import { logName } from '../file-content.ts';
import { sealText } from '../seal-text.ts';
import {
  type FileScreen,
  matrixSorts,
  noCursor,
  panes,
  pushScreen,
  type State,
  type SubmissionScreen,
  topScreen,
  withScreen,
} from '../state.ts';
import type { Binding } from './binding.ts';
import { back, move } from './common.ts';

export const submissionKeys: readonly Binding[] = [
  move,
  {
    keys: ['tab', 'left', 'right'],
    label: 'Tab',
    short: 'matrices/files',
    help: 'between matrices and files (left and right too)',
    run: (state) =>
      onSubmission(state, (screen) =>
        withScreen(state, { ...screen, pane: panes[(panes.indexOf(screen.pane) + 1) % panes.length] }),
      ),
  },
  {
    keys: ['enter'],
    label: 'Enter',
    short: 'open',
    help: 'open the selected file; from matrices, go to the files',
    run: (state) =>
      onSubmission(state, (screen) =>
        screen.pane === 'matrices'
          ? withScreen(state, { ...screen, pane: 'files' })
          : onFile(state, (file) => pushScreen(state, fileScreen(screen.id, file, state))),
      ),
  },
  {
    keys: ['s'],
    label: 's',
    short: 'sort',
    help: 'order of the matrices, the next one with each press',
    run: (state) =>
      onSubmission(state, (screen) => {
        const matrixSort = matrixSorts[(matrixSorts.indexOf(screen.matrixSort) + 1) % matrixSorts.length];
        const cursors = { ...screen.cursors, matrices: noCursor };
        return withScreen(state, { ...screen, pane: 'matrices', matrixSort, cursors });
      }),
  },
  {
    keys: ['d'],
    label: 'd',
    short: 'copy',
    help: 'copy the selected file out of the ledger',
    run: (state) =>
      onSubmission(state, (screen) =>
        screen.pane === 'matrices'
          ? withScreen(state, { ...screen, pane: 'files' })
          : onFile(state, ({ name }) => askForPath(state, screen.id, name)),
      ),
  },
  back,
];

/** Asks where a file is to be copied to. */
export function askForPath(state: State, submission: number, name: string): State {
  const value = `.${join('/', 'submissions', String(submission), name)}`;
  const question = { kind: 'copy', submission, name } as const;
  return { ...state, modal: { kind: 'input', question, label: `copy ${name} to`, value } };
}

function onSubmission(
  state: State,
  change: (screen: SubmissionScreen, data: SubmissionData) => State,
): State {
  const screen = topScreen(state);
  return screen.kind === 'submission' && state.data?.kind === 'submission'
    ? change(screen, state.data)
    : state;
}

/** Does something with the selected file, or tells until when it is kept back. */
function onFile(state: State, change: (file: FileRow) => State): State {
  return onSubmission(state, ({ cursors }, { files }) => {
    const file = files[cursors.files.index];
    if (file === undefined) return state;
    if (file.visibility.visible) return change(file);
    const title = `${file.name} is kept back`;
    return { ...state, modal: { kind: 'alert', title, text: sealText(file.visibility) } };
  });
}

function fileScreen(submission: number, { name, sizeBytes }: FileRow, { data }: State): FileScreen {
  const isGrowing = data?.kind === 'submission' && data.detail.worker !== null;
  return {
    kind: 'file',
    submission,
    name,
    sizeBytes: sizeBytes ?? 0,
    top: 0,
    left: 0,
    isFollowing: name === logName && isGrowing,
    search: '',
    match: null,
  };
}
