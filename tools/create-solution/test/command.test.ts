import { readdir, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rankingText, temporaryFolder, temporaryWorkspace } from './folders.ts';
import { createSolutionCommand, run } from './run.ts';

const answers = ['--author', 'Ada', '--kernels', 'assemblyscript', '--idea', 'Nothing yet'];

it('makes a package that stands alone, and says what to do next', async () => {
  const folder = await temporaryFolder();
  const made = await createSolutionCommand(folder, ['my-codec', ...answers]);
  expect(made).toEqual({
    code: 0,
    stderr: '',
    stdout: `made my-codec: 47 files

next:
  cd my-codec
  npm install
  npm run build
  npm test
  npx arena bench .
`,
  });
  expect(await readdir(folder)).toEqual(['my-codec']);
});

it('makes a package of a checkout from any folder in it, and adds it to the ranking', async () => {
  const root = await temporaryWorkspace();
  const made = await createSolutionCommand(join(root, 'packages'), ['my-codec', ...answers, '--json']);
  const { files, ...rest } = JSON.parse(made.stdout);
  expect(rest).toEqual({
    name: 'my-codec',
    folder: join(root, 'solutions/my-codec'),
    flavour: 'workspace',
    kernels: 'assemblyscript',
    changed: ['tools/leaderboard/package.json'],
    next: [
      'cd ..',
      'pnpm install',
      'pnpm build',
      'pnpm arena check my-codec',
      'pnpm arena bench my-codec',
      'pnpm bench',
    ],
  });
  const written = await readdir(rest.folder, { recursive: true, withFileTypes: true });
  expect(written.filter((entry) => entry.isFile())).toHaveLength(files.length);
  expect(await readFile(join(root, 'tools/leaderboard/package.json'), 'utf8')).toBe(
    rankingText.replace('"@matrix-arena/zeta"', '"@matrix-arena/my-codec": "workspace:*",\n        $&'),
  );
  expect(await readdir(join(root, 'tools/leaderboard'))).toEqual(['package.json']);
});

it('takes the name of the system for the author where git knows none', async () => {
  const folder = await temporaryFolder();
  const nowhere = join(folder, 'none');
  const withoutGit = { HOME: folder, GIT_CONFIG_GLOBAL: nowhere, GIT_CONFIG_SYSTEM: nowhere };
  const made = await createSolutionCommand(folder, ['my-codec', '--yes'], withoutGit);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const manifest = JSON.parse(await readFile(join(folder, 'my-codec/manifest.json'), 'utf8'));
  expect(manifest.authors).toEqual([userInfo().username]);
});

it('names the flags of missing answers without a terminal, and makes nothing', async () => {
  const folder = await temporaryFolder();
  expect(await createSolutionCommand(folder, ['--idea', 'Nothing yet'])).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'create-solution: answers: expected <name>, --author, --kernels, got none, and no terminal to ask on; ' +
      'pass them, or --yes to take defaults\n',
  });
  expect(await readdir(folder)).toEqual([]);
});

it('takes defaults with --yes, the author from git', async () => {
  const folder = await temporaryFolder();
  await run(folder, ['git', 'init', '--quiet']);
  await run(folder, ['git', 'config', 'user.name', 'Grace "G" Hopper']);
  const made = await createSolutionCommand(folder, ['my-codec', '--yes', '--json']);
  expect(made.code).toBe(0);
  const manifest = JSON.parse(await readFile(join(folder, 'my-codec/manifest.json'), 'utf8'));
  expect([manifest.authors, manifest.license]).toEqual([['Grace "G" Hopper'], 'MIT']);
});

it('refuses a language that it has no template for', async () => {
  const folder = await temporaryFolder();
  const refused = await createSolutionCommand(folder, ['my-codec', '--yes', '--kernels', 'rust']);
  expect([refused.code, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toContain('Allowed choices are typescript, assemblyscript.');
});
