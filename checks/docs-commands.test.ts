import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandFault, commandsPage, readHelp } from './arena-help.ts';
import { packageFolders } from './compile.ts';
import { readDocument, readDocuments, root } from './documents.ts';
import { fencedBlocks } from './markdown.ts';
import { commandLines } from './tutorial.ts';

const helps = readHelp();
const scripts = new Map(
  [root, ...packageFolders(), join(root, 'tools/create-solution/template/workspace')].map((folder) => {
    const { scripts = {} }: { scripts?: Record<string, string> } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    return [folder, Object.keys(scripts)];
  }),
);

/** Commands of pnpm itself that the documents use. */
const ofPnpm = ['install', 'add', 'exec', 'turbo', 'pack', 'dlx'];

it('the page of commands says what the command says', async () => {
  await expect(commandsPage(helps)).toMatchFileSnapshot('../docs/commands.md');
});

it('every command of the documents exists, with its options', () => {
  const faults = readDocuments().flatMap(({ path, text }) => {
    const inBlocks = fencedBlocks(text).filter(({ language }) => language === 'sh');
    const lines = [...inBlocks.flatMap((block) => commandLines(block.text)), ...inlineCommands(text)];
    return lines
      .flatMap((line) => line.split('&&'))
      .flatMap((line) => {
        const fault = lineFault(line.trim().split(/\s+/));
        return fault === null ? [] : [`${path}: ${line.trim()}: ${fault}`];
      });
  });
  expect(faults).toEqual([]);
});

it('commands and options that are not there are found', () => {
  const faults = [
    'pnpm arena bnech',
    'arena bench --sett x',
    'arena corpus pul',
    'pnpm tset',
    'npm run nothing',
  ];
  expect(faults.map((line) => lineFault(line.split(' ')))).toEqual([
    'arena has no command bnech',
    'arena bench has no option --sett',
    'arena corpus has no command pul',
    'no package has the script tset',
    'no package has the script nothing',
  ]);
});

it('the statistics shown are those of the samples', { timeout: 30_000 }, () => {
  const arena = join(root, 'tools/cli/bin/arena.js');
  const printed = execFileSync(process.execPath, [arena, 'corpus', 'stats'], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  const shown = fencedBlocks(readDocument('docs/getting-started.md')).find(({ text }) =>
    text.startsWith('matrix '),
  );
  const real = printed.split('\n').map((line) => line.trimEnd());
  const lines = shown?.text.trimEnd().split('\n') ?? [];
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.filter((line) => !real.includes(line))).toEqual([]);
});

/** Code within a line that is a whole command. */
function inlineCommands(text: string): string[] {
  return [...text.matchAll(/`((?:pnpm |npx )?arena [^`\n]+|p?npm [^`\n]+)`/g)].map(([, line]) => line);
}

function lineFault(words: readonly string[]): string | null {
  const [program, ...rest] = words;
  if (program === 'arena') return commandFault(words, helps);
  if (rest[0] === 'arena') return commandFault(rest, helps);
  if (program === 'pnpm' && rest[0] === '--filter') return scriptFault(rest[2]);
  if (program === 'pnpm') return ofPnpm.includes(rest[0]) ? null : scriptFault(rest[0]);
  if (program === 'npm' && rest[0] === 'run') return scriptFault(rest[1]);
  if (program === 'npm') return ['install', 'ci'].includes(rest[0]) ? null : scriptFault(rest[0]);
  if (program === 'node') return existsSync(join(root, rest[0])) ? null : `${rest[0]} is not there`;
  // Programs that are not the arena's are none of its business.
  return null;
}

function scriptFault(script: string): string | null {
  return [...scripts.values()].some((names) => names.includes(script))
    ? null
    : `no package has the script ${script}`;
}
