import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { exitCodes } from '../tools/cli/src/exit-codes.ts';

/** What `arena <path> --help` prints, and what can be read from it. */
export interface CommandHelp {
  /** Words behind `arena`; none for the command itself. */
  readonly path: readonly string[];
  readonly text: string;
  readonly options: readonly string[];
  readonly subcommands: readonly string[];
}

/** The help of every command of the built arena, a command before those below it. */
export function readHelp(): CommandHelp[] {
  const found: CommandHelp[] = [];
  let level: readonly (readonly string[])[] = [[]];
  while (level.length > 0) {
    const helps = helpOf(level);
    found.push(...helps);
    level = helps.flatMap(({ path, subcommands }) => subcommands.map((name) => [...path, name]));
  }
  // Depth first, each level in the order of the help.
  const below = (path: readonly string[]): CommandHelp[] =>
    found.filter((one) => isParent(path, one.path)).flatMap((one) => [one, ...below(one.path)]);
  return [...found.filter(({ path }) => path.length === 0), ...below([])];
}

function isParent(path: readonly string[], child: readonly string[]): boolean {
  return child.length === path.length + 1 && path.every((word, index) => word === child[index]);
}

function helpOf(paths: readonly (readonly string[])[]): CommandHelp[] {
  const env = { ...process.env, NO_COLOR: '1', COLUMNS: '80' };
  const args = [join(import.meta.dirname, 'print-help.mjs'), ...paths.map((path) => path.join(' '))];
  const texts = execFileSync(process.execPath, args, { env, encoding: 'utf8' }).split('\0');
  return paths.map((path, index) => {
    const text = texts[index];
    const options = namesIn(text, ['Options'], /^ {2}(?:-\w, )?(--[\w-]+)/gm);
    const headings = [...text.matchAll(/^(\w[^\n]*):$/gm)].map(([, heading]) => heading);
    // Groups of commands have headings of their own.
    const groups = headings.filter((heading) => !['Options', 'Arguments'].includes(heading));
    const names = namesIn(text, groups, /^ {2}([a-z][\w-]*)/gm);
    return { path, text, options, subcommands: names.filter((name) => name !== 'help') };
  });
}

/** What a pattern finds in the sections of a help that have these titles. */
function namesIn(text: string, titles: readonly string[], pattern: RegExp): string[] {
  return titles.flatMap((title) => [...section(text, title).matchAll(pattern)].map(([, name]) => name));
}

function section(text: string, title: string): string {
  return new RegExp(`^${title}:\\n((?: .*\\n)*)`, 'm').exec(text)?.[1] ?? '';
}

/** What a line of a shell, without `pnpm` in front, gets wrong about the command; null for nothing. */
export function commandFault(words: readonly string[], helps: readonly CommandHelp[]): string | null {
  let [help] = helps;
  let rest = words.slice(1);
  for (;;) {
    const child = helps.find(({ path }) => isParent(help.path, path) && path.at(-1) === rest[0]);
    if (child === undefined) break;
    help = child;
    rest = rest.slice(1);
  }
  const name = ['arena', ...help.path].join(' ');
  const [next] = rest;
  if (help.subcommands.length > 0 && next !== undefined && !next.startsWith('-'))
    return `${name} has no command ${next}`;
  const unknown = rest
    .filter((word) => word.startsWith('--') && word !== '--')
    .map((word) => word.replace(/=.*/, ''))
    .find((word) => !help.options.includes(word));
  return unknown === undefined ? null : `${name} has no option ${unknown}`;
}

/** The page of all commands. */
export function commandsPage(helps: readonly CommandHelp[]): string {
  const [top, ...rest] = helps;
  const codes = Object.entries(exitCodes).map(([name, code]) => `| ${code} | ${name} |`);
  const parts = [
    '# Commands',
    'What each command says of itself with `--help`. A test holds this page to it, and `pnpm test:architecture -u` writes it\nagain. In a checkout put `pnpm` in front.',
    block(top.text),
    ...rest.flatMap(({ path, text }) => [`## arena ${path.join(' ')}`, block(text)]),
    '## Exit codes',
    ['| code | meaning |', '|---|---|', ...codes].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function block(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
