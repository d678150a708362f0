import { autocomplete, confirm, isCancel, select } from '@clack/prompts';
import { ArenaError } from '@matrix-arena/contract';
import type { CompetitionRow } from '@matrix-arena/ledger';
import { pathChoices } from './path-choices.ts';
import { printable } from './printable.ts';

/** Questions go to stderr, so that stdout holds results alone. */
const streams = { input: process.stdin, output: process.stderr };

export function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

export async function askPath(): Promise<string> {
  return answered(
    await autocomplete({
      ...streams,
      message: 'Package to submit: its folder, or a tarball',
      options() {
        return pathChoices(this.userInput, process.cwd());
      },
      completeOnTab: true,
      // The choices are those that fit already.
      filter: () => true,
      validate: (path) => (String(path).endsWith('/') ? 'no package: Tab goes into it' : undefined),
    }),
  );
}

export async function askCompetition(open: readonly CompetitionRow[]): Promise<string> {
  const options = printable(open).map(({ id, name, round }) => ({
    value: id,
    label: id,
    hint: `${name}, round ${round}`,
  }));
  return answered(await select({ ...streams, message: 'Competition', options }));
}

export async function askToSubmit(): Promise<boolean> {
  return answered(await confirm({ ...streams, message: 'Submit it?' }));
}

function answered<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer))
    throw new ArenaError('interrupted', { what: 'submit', hint: 'stopped; nothing was sent' });
  return answer as Exclude<T, symbol>;
}
