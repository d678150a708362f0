import { Box, Text } from 'ink';
import { colours } from '../../colours.ts';
import { bodyRows } from '../layout.ts';
import { bindingsOf } from '../reducer.ts';
import { type Modal, type State, topScreen } from '../state.ts';
import { TextLine } from './parts.tsx';

type BoxedModal = Exclude<Modal, { kind: 'input' }>;

/** What is told or asked, in the place of the screen. */
export function ModalView({ state, modal }: { readonly state: State; readonly modal: BoxedModal }) {
  return (
    <Box
      height={bodyRows(state)}
      width={state.size.columns}
      alignItems="center"
      justifyContent="center"
      overflow="hidden"
    >
      <Box
        flexDirection="column"
        borderStyle="round"
        paddingX={2}
        width={Math.min(76, state.size.columns - 2)}
      >
        <TextLine text={colours.bold(titleOf(modal))} />
        {modal.kind === 'help' ? <Help state={state} /> : <Text>{modal.text}</Text>}
        {footOf(modal) !== '' && (
          <Box marginTop={modal.kind === 'help' ? 0 : 1}>
            <TextLine text={colours.dim(footOf(modal))} />
          </Box>
        )}
      </Box>
    </Box>
  );
}

function titleOf(modal: BoxedModal): string {
  if (modal.kind === 'help') return 'Keys of this screen';
  return modal.kind === 'loading' ? 'One moment' : modal.title;
}

function footOf(modal: BoxedModal): string {
  const feet = {
    help: 'Esc closes this',
    alert: 'Enter goes on',
    confirm: 'y yes, n no',
    loading: '',
  } as const;
  return feet[modal.kind];
}

const labelColumns = 13;

function Help({ state }: { readonly state: State }) {
  const screen = topScreen(state);
  return (
    <Box flexDirection="column">
      {bindingsOf(screen).map(({ label, help }) => (
        <TextLine key={label} text={`${colours.cyan(label.padEnd(labelColumns))}${help}`} />
      ))}
      {screen.kind === 'competition' && (
        <TextLine text={colours.dim('rd: round; rev: revision, * entered again by the system')} />
      )}
    </Box>
  );
}
