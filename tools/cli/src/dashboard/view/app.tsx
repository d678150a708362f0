import { Box, useInput, useStdout } from 'ink';
import { useEffect, useSyncExternalStore } from 'react';
import { colours } from '../../colours.ts';
import type { Binding } from '../keys/binding.ts';
import { keyNames } from '../keys/key-names.ts';
import { bodyRows, isTooSmall, leastSize, logPaneRows } from '../layout.ts';
import { bindingsOf } from '../reducer.ts';
import { type State, topScreen } from '../state.ts';
import type { Store } from '../store.ts';
import { CompetitionView } from './competition-view.tsx';
import { CompetitionsView } from './competitions-view.tsx';
import { FileView, placeText } from './file-view.tsx';
import { LogPane } from './log-pane.tsx';
import { ModalView } from './modal-view.tsx';
import { TextLine } from './parts.tsx';
import { SubmissionView } from './submission-view.tsx';

const tickMs = 1000;

/** The whole terminal. */
export function App({ store }: { readonly store: Store }) {
  const state = useSyncExternalStore(store.subscribe, store.state);
  const { stdout } = useStdout();
  useInput((input, key) => {
    for (const name of keyNames(input, key)) store.dispatch({ type: 'key', key: name });
  });
  useEffect(() => {
    const timer = setInterval(store.tick, tickMs);
    return () => clearInterval(timer);
  }, [store]);
  useEffect(() => {
    const resize = (): void =>
      store.dispatch({ type: 'resize', size: { columns: stdout.columns, rows: stdout.rows } });
    stdout.on('resize', resize);
    return () => {
      stdout.off('resize', resize);
    };
  }, [store, stdout]);

  const { size, modal } = state;
  if (isTooSmall(size)) {
    const text = `at least ${leastSize.columns} x ${leastSize.rows} characters are needed`;
    return <TextLine text={`${text}, and there are ${size.columns} x ${size.rows}; q quits`} />;
  }
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Title state={state} />
      <Box flexDirection="column" height={bodyRows(state)}>
        {modal === null || modal.kind === 'input' ? (
          <ScreenView state={state} />
        ) : (
          <ModalView state={state} modal={modal} />
        )}
      </Box>
      {state.isLogOpen && <LogPane entries={state.log} rows={logPaneRows(state)} />}
      <TextLine text={statusText(state)} />
      <TextLine text={keysText(state)} />
    </Box>
  );
}

function ScreenView({ state }: { readonly state: State }) {
  const screen = topScreen(state);
  const { data } = state;
  if (screen.kind === 'competitions' && data?.kind === 'competitions')
    return <CompetitionsView {...{ state, screen, data }} />;
  if (screen.kind === 'competition' && data?.kind === 'competition')
    return <CompetitionView {...{ state, screen, data }} />;
  if (screen.kind === 'submission' && data?.kind === 'submission')
    return <SubmissionView {...{ state, screen, data }} />;
  if (screen.kind === 'file' && data?.kind === 'file') return <FileView {...{ state, screen, data }} />;
  return null;
}

function Title({ state }: { readonly state: State }) {
  const places = state.screens.map((screen) => {
    if (screen.kind === 'competitions') return 'Matrix Arena';
    if (screen.kind === 'competition') return screen.id;
    return screen.kind === 'submission' ? `submission ${screen.id}` : screen.name;
  });
  const time = new Date(state.now).toISOString().slice(11, 16);
  const [first, ...others] = places;
  return (
    <Box justifyContent="space-between" columnGap={2}>
      <TextLine text={[colours.bold(colours.cyan(first)), ...others].join(colours.dim(' › '))} />
      <Box flexShrink={0}>
        <TextLine text={colours.dim(`${time} UTC`)} />
      </Box>
    </Box>
  );
}

/** What is asked, what is wrong, where one is in a file, or what happened last. */
function statusText(state: State): string {
  const { modal, problem, data, log } = state;
  const screen = topScreen(state);
  if (modal?.kind === 'input') return `${colours.bold(`${modal.label}:`)} ${modal.value}█`;
  if (problem !== null) return colours.red(`not up to date: ${problem}`);
  if (screen.kind === 'file' && data?.kind === 'file') return colours.dim(placeText(state, screen, data));
  const last = log.at(-1);
  return last === undefined ? '' : colours.dim(`${last.at.slice(11, 19)} ${last.text}`);
}

function keysText(state: State): string {
  const { modal } = state;
  if (modal?.kind === 'input') return colours.dim('Enter goes on · Esc leaves it · Ctrl-U empties it');
  return fittingKeys(bindingsOf(topScreen(state)), state.size.columns)
    .map(({ label, short }) => `${colours.cyan(label)} ${short}`)
    .join('  ');
}

/** Left out first where there is no room for all: whoever needs these finds them under `?`. */
const leftOut = ['l', 'Enter', 'Esc'];

function fittingKeys(bindings: readonly Binding[], columns: number): readonly Binding[] {
  let shown = bindings.filter(({ short }) => short !== null);
  for (const label of leftOut) {
    const width = shown.reduce((sum, one) => sum + one.label.length + 1 + (one.short ?? '').length + 2, -2);
    if (width <= columns) break;
    shown = shown.filter((one) => one.label !== label);
  }
  return shown;
}
