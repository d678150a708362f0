import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseManifest } from '@matrix-arena/contract/schemas';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isAllowed } from '../src/answers.ts';
import { createSolution } from '../src/create.ts';
import { fill } from '../src/fill.ts';
import { goodAnswers } from './answers.ts';
import { temporaryFolder } from './folders.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);
const author = `O'Neil "X" <a@b>`;
const idea = String.raw`Zeros \ first, "twice" – {{name}} 🦊 $& *a* <b>`;

it('author and idea come back as they were typed, from both JSON files', async () => {
  const from = await temporaryFolder();
  const { folder } = await createSolution({ ...goodAnswers, author: ` ${author} `, idea }, { from });
  const read = async (file: string) => JSON.parse(await readFile(join(folder, file), 'utf8'));
  const manifest = parseManifest(await read('manifest.json'), 'manifest.json');
  expect([manifest.name, manifest.authors, manifest.description]).toEqual(['my-codec', [author], idea]);
  const packageJson = await read('package.json');
  expect([packageJson.name, packageJson.author, packageJson.description]).toEqual(['my-codec', author, idea]);
  expect((await readFile(join(folder, 'README.md'), 'utf8')).split('\n').slice(0, 3)).toEqual([
    '# my-codec',
    '',
    String.raw`Zeros \\ first, "twice" – {{name}} 🦊 $\& \*a\* \<b\>`,
  ]);
});

it.for([
  ['# not a heading', String.raw`\# not a heading`],
  ['- not a list', String.raw`\- not a list`],
  ['1. not a list', String.raw`1\. not a list`],
  ['a # b - c 1. d', 'a # b - c 1. d'],
  ['[a](b) `c` _d_ | ~e~', String.raw`\[a\](b) \`c\` \_d\_ \| \~e\~`],
])('Markdown shows %j as it is', ([text, written]) => {
  expect(fill('README.md', '{{idea}}', { idea: text })).toBe(written);
});

/** What JSON, Markdown, the template or `replace` could take for something else. */
const telling = fc.constantFrom('"', '\\', '{{idea}}', '$&', '$1', '`', '\u2028', '🦊');

it('any text that is allowed comes back from JSON, and is never filled again', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.oneof(telling, fc.string()), maxLength: 40 }), (text) => {
      fc.pre(isAllowed('idea', text));
      const json = fill('manifest.json', '{ "description": "{{idea}}" }', { idea: text });
      expect(JSON.parse(json)).toEqual({ description: text });
    }),
    { seed },
  );
});
