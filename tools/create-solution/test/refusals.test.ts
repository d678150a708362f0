import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isArenaError } from '@matrix-arena/contract';
import { expect, it } from 'vitest';
import type { Answers } from '../src/answers.ts';
import { type CreateOptions, createSolution } from '../src/create.ts';
import { goodAnswers } from './answers.ts';
import { rankingText, temporaryFolder, temporaryWorkspace } from './folders.ts';

/** Kind and line of the refusal, with `~` for the folder. */
async function refusal(changed: Partial<Answers>, options: CreateOptions): Promise<string> {
  try {
    await createSolution({ ...goodAnswers, ...changed }, options);
  } catch (error) {
    if (isArenaError(error)) return `${error.kind}: ${error.message.replaceAll(options.from, '~')}`;
    throw error;
  }
  return 'made';
}

const nameRule = 'expected lower-case letters, digits and hyphens, 2 to 64 characters, from a letter on';
const ideaRule = 'expected one line of at most 200 characters';

it.for<[Partial<Answers>, string]>([
  [{ name: 'My-Codec' }, `name: ${nameRule}, got "My-Codec"`],
  [{ name: 'x' }, `name: ${nameRule}, got "x"`],
  [{ name: '2nd' }, `name: ${nameRule}, got "2nd"`],
  [{ name: '../up' }, `name: ${nameRule}, got "../up"`],
  [{ name: 'ends-' }, `name: ${nameRule}, got "ends-"`],
  [{ name: ' foo ' }, `name: ${nameRule}, got " foo "`],
  [{ idea: ' ' }, `idea: ${ideaRule}, got " "`],
  [{ idea: 'two\nlines' }, String.raw`idea: ${ideaRule}, got "two\nlines"`],
  [{ idea: 'x'.repeat(201) }, `idea: ${ideaRule}, got "${'x'.repeat(100)}…"`],
  [{ author: '' }, 'author: expected one line of text, got ""'],
  [{ license: '' }, 'license: expected an SPDX identifier such as MIT, got ""'],
])('refuses %j, and makes nothing', async ([changed, line]) => {
  const from = await temporaryFolder();
  expect(await refusal(changed, { from })).toBe(`usage: ${line}; choose another one`);
  expect(await readdir(from)).toEqual([]);
});

it('leaves a folder alone that is there already', async () => {
  const from = await temporaryFolder();
  await mkdir(join(from, 'my-codec'));
  await writeFile(join(from, 'my-codec', 'precious.txt'), 'mine');
  expect(await refusal({}, { from })).toBe(
    'conflict: ~/my-codec is there already: choose another name; nothing is overwritten',
  );
  expect(await readdir(from, { recursive: true })).toEqual(['my-codec', 'my-codec/precious.txt']);
  expect(await readFile(join(from, 'my-codec', 'precious.txt'), 'utf8')).toBe('mine');
});

it.for([
  ['taken', 'solutions/first', 'whose folder has another name'],
  ['shared-words', 'packages/shared', 'that is no solution'],
])('refuses %s, the name of a package of the checkout %$', async ([name, owner]) => {
  const from = await temporaryWorkspace();
  expect(await refusal({ name }, { from })).toBe(
    `conflict: ${owner} has the name ${name}: choose another name; nothing is overwritten`,
  );
  expect(await readdir(join(from, 'solutions'))).toEqual(['first']);
});

it('refuses a folder of the checkout that its tools would not look at', async () => {
  const from = await temporaryWorkspace();
  const expected = '~/solutions/my-codec or a folder outside of the checkout';
  for (const dir of ['packages/my-codec', 'solutions/other-name', 'my-codec']) {
    expect(await refusal({}, { from, dir })).toBe(
      `usage: --dir: expected ${expected}, got ~/${dir}; leave --dir out, or choose another folder`,
    );
  }
});

it('refuses a folder in a folder that is not there', async () => {
  const from = await temporaryFolder();
  expect(await refusal({}, { from, dir: 'a/b' })).toBe('not-found: ~/a: make this folder first');
  expect(await readdir(from)).toEqual([]);
});

it('leaves nothing behind when the ranking cannot be changed', async () => {
  const from = await temporaryWorkspace();
  const ranking = join(from, 'tools/leaderboard/package.json');
  await writeFile(ranking, 'no JSON');
  expect(await refusal({}, { from })).toBe(
    'bad-format: ~/tools/leaderboard/package.json: it is not JSON; mend it first',
  );
  expect(await readdir(join(from, 'solutions'))).toEqual(['first']);
  expect(await readFile(ranking, 'utf8')).toBe('no JSON');
});

it('leaves nothing behind when it is stopped half way', async () => {
  const from = await temporaryWorkspace();
  const solutions = join(from, 'solutions');
  const controller = new AbortController();
  let seen: string[] = [];
  // Looks on between the writes, and stops when the first are done.
  const watch = setInterval(async () => {
    const entries = await readdir(solutions);
    if (entries.length < 2) return;
    seen = entries;
    controller.abort();
  });
  const line = await refusal({}, { from, signal: controller.signal }).finally(() => clearInterval(watch));
  expect(line).toBe('interrupted: ~/solutions/my-codec: stopped; nothing was made');
  expect(seen).toEqual([expect.stringMatching(/^\.my-codec\..*\.part$/), 'first']);
  expect(await readdir(solutions)).toEqual(['first']);
  expect(await readdir(join(from, 'tools/leaderboard'))).toEqual(['package.json']);
  expect(await readFile(join(from, 'tools/leaderboard/package.json'), 'utf8')).toBe(rankingText);
});
