import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { arena, temporaryFolder } from './arena.ts';

const answers = ['--author', 'Ada', '--kernels', 'typescript', '--idea', 'Nothing yet'];

it('makes a solution outside of a checkout, and says what to do next', async () => {
  const cwd = await temporaryFolder();
  const made = await arena(['new', 'my-codec', ...answers], { cwd });
  expect([made.code, made.stderr]).toEqual([0, '']);
  expect(made.stdout.replace(/\d+ files/, 'n files')).toBe(`made my-codec: n files

next:
  cd my-codec
  npm install
  npm run build
  npm test
  npx arena bench .
`);
  const manifest = JSON.parse(await readFile(join(cwd, 'my-codec/manifest.json'), 'utf8'));
  expect([manifest.name, manifest.authors, manifest.description]).toEqual([
    'my-codec',
    ['Ada'],
    'Nothing yet',
  ]);
});

it('makes nothing where a folder is there already', async () => {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'my-codec'));
  const refused = await arena(['new', 'my-codec', ...answers], { cwd });
  expect([refused.code, refused.stdout]).toEqual([1, '']);
  expect(refused.stderr).toMatch(
    /^arena: .*my-codec is there already: choose another name; nothing is overwritten\n$/,
  );
  expect(await readdir(cwd, { recursive: true })).toEqual(['my-codec']);
});

it('never waits for answers without a terminal', async () => {
  const refused = await arena(['new'], { cwd: await temporaryFolder() });
  expect([refused.code, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toMatch(/^arena: answers: expected <name>, --author, --kernels, --idea, got none/);
});
