import { PassThrough } from 'node:stream';
import { ArenaError } from '@matrix-arena/contract';
import { expect, it } from 'vitest';
import { type AskOptions, completeAnswers, type Given } from '../src/ask.ts';

const enter = '\r';
const down = '\x1b[B';
const controlC = '\x03';

/** Answers each question of the terminal, when it comes, with the keys for it. */
function asked(given: Given, keys: Record<string, string>, options: Partial<AskOptions> = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  const left = Object.entries(keys);
  let shown = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    const [question, answer] = left[0] ?? [];
    if (question === undefined || !shown.includes(question)) return;
    left.shift();
    shown = '';
    // The question is drawn before its keys are listened to.
    setImmediate(() => input.write(answer));
  });
  return completeAnswers(given, {
    yes: false,
    terminal: { input, output },
    userName: undefined,
    assertFree: () => {},
    ...options,
  });
}

it('asks for what the command line leaves open', async () => {
  const answers = await asked(
    {},
    {
      'Name of the solution': `my-codec${enter}`,
      Author: `Ada${enter}`,
      'Language of the kernels': `${down}${enter}`,
      'The idea in one line': `Of my own ${enter}`,
    },
  );
  expect(answers).toEqual({
    name: 'my-codec',
    author: 'Ada',
    kernels: 'assemblyscript',
    idea: 'Of my own',
    license: 'MIT',
  });
});

it('asks for nothing that it has been told, and offers the name of the user', async () => {
  const given = { name: 'my-codec', kernels: 'typescript', idea: 'Mine', license: 'ISC' } as const;
  expect(await asked(given, { Author: enter }, { userName: 'Grace' })).toEqual({ ...given, author: 'Grace' });
});

it('asks for the name alone with --yes', async () => {
  const answers = await asked({}, { 'Name of the solution': `ab${enter}` }, { yes: true, userName: 'Grace' });
  expect([answers.name, answers.author, answers.kernels]).toEqual(['ab', 'Grace', 'typescript']);
});

it('asks again for a name that is not allowed or taken, and says why', async () => {
  const given = { author: 'Ada', kernels: 'typescript', idea: 'Mine' } as const;
  const backspaces = '\x7f'.repeat(5);
  const answers = await asked(
    given,
    {
      'Name of the solution': `Upper${enter}`,
      'expected lower-case letters, digits and hyphens': `${backspaces}taken${enter}`,
      'taken: choose another name': `${backspaces}free${enter}`,
    },
    {
      assertFree: (name) => {
        if (name === 'taken') throw new ArenaError('conflict', { what: name, hint: 'choose another name' });
      },
    },
  );
  expect(answers.name).toBe('free');
});

it('takes the spaces around a name that is typed for slips, and looks for the name without them', async () => {
  const given = { author: 'Ada', kernels: 'typescript', idea: 'Mine' } as const;
  const looked: string[] = [];
  const answers = await asked(
    given,
    { 'Name of the solution': ` my-codec ${enter}` },
    { assertFree: (name) => looked.push(name) },
  );
  expect([answers.name, ...new Set(looked)]).toEqual(['my-codec', 'my-codec']);
});

it('names the author as missing when git knows none', async () => {
  const options = { yes: true, terminal: null, userName: undefined, assertFree: () => {} };
  await expect(completeAnswers({ name: 'my-codec' }, options)).rejects.toMatchObject({
    kind: 'usage',
    message: 'answers: expected --author, got none, and no terminal to ask on; pass them',
  });
});

it.for(['Name of the solution', 'Language of the kernels'])(
  'Ctrl-C at "%s" is an interruption',
  async (at) => {
    const keys = { 'Name of the solution': `my-codec${enter}`, Author: `Ada${enter}`, [at]: controlC };
    await expect(asked({}, keys)).rejects.toMatchObject({
      kind: 'interrupted',
      message: 'new solution: stopped; nothing was made',
    });
  },
);
