import { colours } from '../colours.ts';

export type Line = readonly [label: string, value: string];

/** A heading with lines of label and value below it. */
export function panelText(title: string, lines: readonly Line[]): string {
  const width = Math.max(...lines.map(([label]) => label.length));
  const rows = lines.map(([label, value]) => `  ${colours.dim(label.padEnd(width))}  ${value}`);
  return `${[colours.bold(title), ...rows].join('\n')}\n`;
}

export function panelsText(panels: readonly (readonly [title: string, lines: readonly Line[]])[]): string {
  return panels.map(([title, lines]) => panelText(title, lines)).join('\n');
}
