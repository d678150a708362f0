import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { isCancel, select, text } from '@clack/prompts';
import { ArenaError, isArenaError } from '@matrix-arena/contract';
import { type Answers, assertText, defaultIdea, type TextAnswer, textAnswers } from './answers.ts';

/** Answers that came with the command line. */
export type Given = { readonly [Answer in keyof Answers]?: Answers[Answer] | undefined };

export interface AskOptions {
  /** Take defaults for everything that has one. */
  readonly yes: boolean;
  /** Where a person can be asked; null where nobody would answer. */
  readonly terminal: { readonly input: Readable; readonly output: Writable } | null;
  /** Who runs this, where that can be told. */
  readonly userName: string | undefined;
  /** @throws ArenaError when a name is taken */
  assertFree(name: string): void;
}

const flags: Readonly<Record<keyof Answers, string>> = {
  name: '<name>',
  author: '--author',
  kernels: '--kernels',
  idea: '--idea',
  license: '--license',
};

/**
 * Completes the answers: by defaults, and by questions where there is a terminal.
 *
 * @throws ArenaError `usage` for a bad answer, and for missing ones without a terminal; `interrupted` on Ctrl-C
 */
export async function completeAnswers(given: Given, options: AskOptions): Promise<Answers> {
  const { yes, terminal, userName } = options;
  for (const answer of textAnswers) {
    const value = given[answer];
    if (value !== undefined) assertText(answer, value);
  }
  if (given.name !== undefined) options.assertFree(given.name);
  const defaults: Given = yes ? { author: userName, kernels: 'typescript', idea: defaultIdea } : {};
  const known: Given = { license: 'MIT', ...dropUndefined(defaults), ...dropUndefined(given) };
  if (terminal !== null) return ask(known, options, terminal);
  const { name, author, kernels, idea, license } = known;
  if (name && author && kernels && idea && license) return { name, author, kernels, idea, license };
  const missing = (['name', 'author', 'kernels', 'idea'] as const).filter((answer) => !known[answer]);
  throw new ArenaError('usage', {
    what: 'answers',
    expected: missing.map((answer) => flags[answer]).join(', '),
    got: 'none, and no terminal to ask on',
    hint: yes ? 'pass them' : 'pass them, or --yes to take defaults',
  });
}

async function ask(
  known: Given,
  { userName, assertFree }: AskOptions,
  streams: { input: Readable; output: Writable },
): Promise<Answers> {
  const line = async (answer: TextAnswer, message: string, offered = '') => {
    const validate = (typed = '') =>
      messageOf(() => {
        const kept = (typed || offered).trim();
        assertText(answer, kept);
        if (answer === 'name') assertFree(kept);
      });
    const options = { ...streams, message, placeholder: offered, defaultValue: offered, validate };
    return answered(await text(options)).trim();
  };
  return {
    name: known.name ?? (await line('name', 'Name of the solution')),
    author: known.author ?? (await line('author', 'Author', userName)),
    kernels:
      known.kernels ??
      answered(
        await select({
          ...streams,
          message: 'Language of the kernels',
          options: [
            { value: 'typescript' as const, label: 'TypeScript', hint: 'one language for everything' },
            { value: 'assemblyscript' as const, label: 'AssemblyScript', hint: 'compiled to WebAssembly' },
          ],
        }),
      ),
    idea: known.idea ?? (await line('idea', 'The idea in one line', defaultIdea)),
    license: known.license ?? 'MIT',
  };
}

/** What an error of the user says; undefined when there is none. */
function messageOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (isArenaError(error)) return error.message;
    throw error;
  }
}

function answered<T>(answer: T): Exclude<T, symbol> {
  if (!isCancel(answer)) return answer as Exclude<T, symbol>;
  throw new ArenaError('interrupted', { what: 'new solution', hint: 'stopped; nothing was made' });
}

function dropUndefined(given: Given): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** What git calls the user in a folder, else the name that the system knows; undefined where neither tells. */
export async function readUserName(folder: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['config', 'user.name'], { cwd: folder });
    if (stdout.trim() !== '') return stdout.trim();
  } catch {
    // No git, or no name in it.
  }
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
