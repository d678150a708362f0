import { Box } from 'ink';
import { colours } from '../../colours.ts';
import type { LogEntry, LogLevel } from '../state.ts';
import { TextLine } from './parts.tsx';

const levelColours: Readonly<Record<LogLevel, (text: string) => string>> = {
  info: (text) => text,
  success: colours.green,
  warning: colours.yellow,
  error: colours.red,
};

/** The last of what happened. */
export function LogPane({ entries, rows }: { readonly entries: readonly LogEntry[]; readonly rows: number }) {
  const shown = entries.slice(-(rows - 1));
  return (
    <Box flexDirection="column" height={rows}>
      <TextLine text={colours.bold(entries.length === 0 ? 'Log: nothing has happened so far' : 'Log')} />
      {shown.map(({ at, level, text }, index) => (
        <TextLine
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have nothing else that tells them apart
          key={index}
          text={`${colours.dim(at.slice(11, 19))} ${levelColours[level](`${level.padEnd(7)} ${text}`)}`}
        />
      ))}
    </Box>
  );
}
