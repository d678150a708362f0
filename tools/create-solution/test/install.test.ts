import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from './folders.ts';
import { createSolutionCommand } from './run.ts';

/** Makes a package with `--install`, where npm is a shell script. */
async function installWith(script: string) {
  const folder = await temporaryFolder();
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'npm'), `#!/bin/sh\n${script}\n`);
  await chmod(join(bin, 'npm'), 0o755);
  const env = { PATH: `${bin}${delimiter}${process.env.PATH}` };
  const args = ['my-codec', '--author', 'Ada', '--yes', '--install', '--json'];
  return { made: join(folder, 'my-codec'), ...(await createSolutionCommand(folder, args, env)) };
}

it('runs the install in the new package, and keeps what it prints off stdout', async () => {
  const { made, code, stdout, stderr } = await installWith('echo "npm $*"; ls > seen.txt');
  expect([code, stderr]).toEqual([0, 'npm install\n']);
  expect(JSON.parse(stdout).next).toEqual(['cd my-codec', 'npm run build', 'npm test', 'npx arena bench .']);
  expect(await readFile(join(made, 'seen.txt'), 'utf8')).toContain('package.json');
});

it('keeps the package when the install fails, and says so', async () => {
  const { made, code, stdout, stderr } = await installWith('exit 7');
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    `create-solution: npm install in ${made}: expected exit code 0, got exit code 7; ` +
      'the package is made; mend what it complains about and run it again\n',
  );
  expect(await readFile(join(made, 'manifest.json'), 'utf8')).toContain('my-codec');
});
