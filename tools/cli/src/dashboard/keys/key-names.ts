import type { Key } from 'ink';

const named = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['tab', 'tab'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  // What terminals send for Backspace, ink takes for Delete.
  ['delete', 'backspace'],
] as const satisfies readonly (readonly [keyof Key, string])[];

/** Keys that are characters for a terminal. */
const controls: Readonly<Record<string, string>> = {
  '\u0003': 'ctrl-c',
  '\b': 'backspace',
  '\t': 'tab',
  '\n': 'enter',
  '\r': 'enter',
  '\u0015': 'ctrl-u',
  '\u007F': 'backspace',
};

/** Names of the keys in one piece of input: what is typed fast, or pasted, comes as one. */
export function keyNames(input: string, key: Key): string[] {
  const name = named.find(([flag]) => key[flag])?.[1];
  if (name !== undefined) return [name];
  if (key.ctrl) return input === 'c' || input === 'u' ? [`ctrl-${input}`] : [];
  const keys = [...input].map((character) => controls[character] ?? character);
  // Esc with something typed at once after it looks like that key together with Alt.
  return key.meta ? ['escape', ...keys] : keys;
}
