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

/** Of the box around the help: its border, its title and its foot. */
const frameRows = 4;

function Help({ state }: { readonly state: State }) {
  return (
    <Box flexDirection="column">
      {helpLines(state, bodyRows(state) - frameRows).map((line) => (
        <TextLine key={line} text={line} />
      ))}
    </Box>
  );
}

/** As many lines as there is room for; where there are more, the last one says so. */
function helpLines(state: State, rows: number): readonly string[] {
  const screen = topScreen(state);
  const keys = bindingsOf(screen).map(
    ({ label, help }) => `${colours.cyan(label.padEnd(labelColumns))}${help}`,
  );
  const legend = 'ID: number of a submission; revision *: entered again by the system';
  const lines = screen.kind === 'competition' ? [...keys, colours.dim(legend)] : keys;
  const hidden = lines.length - rows;
  if (hidden <= 0) return lines;
  return [...lines.slice(0, rows - 1), colours.dim(`… ${hidden + 1} more in a higher terminal`)];
}
