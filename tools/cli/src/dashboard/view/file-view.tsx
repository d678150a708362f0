import { Box } from 'ink';
import { colours } from '../../colours.ts';
import { colouredJson } from '../../competition/json-colours.ts';
import type { FileData } from '../data.ts';
import type { ContentLine, FileContent } from '../file-content.ts';
import { fileRows } from '../layout.ts';
import type { FileScreen, State } from '../state.ts';
import { TextLine } from './parts.tsx';

interface Props {
  readonly state: State;
  readonly screen: FileScreen;
  readonly data: FileData;
}

/** A file of a submission, or its log. */
export function FileView({ state, screen, data: { content } }: Props) {
  const { top } = screen;
  const lines = content.lines.slice(top, top + fileRows(state));
  return (
    <Box flexDirection="column">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its number
        <TextLine key={top + index} text={shownText(line, content.format, screen, top + index)} />
      ))}
    </Box>
  );
}

const levelColours: Readonly<Record<string, (text: string) => string>> = {
  debug: colours.dim,
  success: colours.green,
  warning: colours.yellow,
  error: colours.red,
  info: (text) => text,
};

function shownText(
  { text, level }: ContentLine,
  format: FileContent['format'],
  { left, search, match }: FileScreen,
  line: number,
): string {
  const shown = text.slice(left);
  if (search !== '' && shown.toLowerCase().includes(search.toLowerCase()))
    return highlighted(shown, search, line === match);
  if (format === 'json' && left === 0) return colouredJson(shown);
  return level === null ? shown : (levelColours[level] ?? colours.red)(shown);
}

/** Without colours the line that was gone to is still told by what the foot of the screen says. */
function highlighted(text: string, search: string, isCurrent: boolean): string {
  const mark = isCurrent ? (part: string) => colours.inverse(colours.bold(part)) : colours.inverse;
  const lower = text.toLowerCase();
  const wanted = search.toLowerCase();
  const parts: string[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), mark(text.slice(at, at + wanted.length)));
    from = at + wanted.length;
  }
  return [...parts, text.slice(from)].join('');
}

/** Where in the file the screen is. */
export function placeText(state: State, screen: FileScreen, { content }: FileData): string {
  const { lines, format, next } = content;
  const last = Math.min(lines.length, screen.top + fileRows(state));
  const place = lines.length === 0 ? 'no lines' : `lines ${screen.top + 1} to ${last} of ${lines.length}`;
  const parts = [
    place,
    format,
    ...(screen.left > 0 ? [`from column ${screen.left + 1}`] : []),
    ...(next === null ? [] : [screen.isFollowing ? 'following' : 'grows; f follows']),
    ...(screen.match === null ? [] : [`"${screen.search}" in line ${screen.match + 1}`]),
  ];
  return parts.join(' · ');
}
