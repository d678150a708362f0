import { Box, Text } from 'ink';
import { colours } from '../../colours.ts';
import type { Line } from '../../competition/panel.ts';
import { labelColumns } from '../submission-lines.ts';

/** One line, cut with an ellipsis where it does not fit. */
export function TextLine({ text }: { readonly text: string }) {
  // An empty text would have no height.
  return <Text wrap="truncate-end">{text === '' ? ' ' : text}</Text>;
}

interface PanelProps {
  readonly title: string;
  readonly lines: readonly Line[];
  /** Without the heading; where there are more lines, the last one says so. */
  readonly rows: number;
  readonly width: number;
  readonly labelWidth?: number;
}

/** A heading with lines of label and value below it; a label without a value takes the whole line. */
export function Panel({ title, lines, rows, width, labelWidth = labelColumns }: PanelProps) {
  const labels = Math.max(
    labelWidth,
    ...lines.map(([label, value]) => (value === '' ? 0 : label.length + 1)),
  );
  return (
    <Box flexDirection="column" width={width} height={rows + 1} paddingRight={2}>
      <TextLine text={colours.bold(title)} />
      {shownLines(lines, rows).map(([label, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else that tells them apart
        <TextLine key={index} text={value === '' ? label : `${colours.dim(label.padEnd(labels))}${value}`} />
      ))}
    </Box>
  );
}

function shownLines(lines: readonly Line[], rows: number): readonly Line[] {
  const hidden = lines.length - rows;
  return hidden <= 0 ? lines : [...lines.slice(0, rows - 1), [colours.dim(`… ${hidden + 1} more`), '']];
}
