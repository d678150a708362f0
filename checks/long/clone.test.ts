import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument, root } from '../documents.ts';
import { readTutorial } from '../tutorial.ts';

const steps = readTutorial(readDocument('docs/writing-a-codec.md'));
const folder = mkdtempSync(join(tmpdir(), 'matrix-arena-clone-'));
const clone = join(folder, 'clone');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Commands that the page shows to fail: a codec that only stores keeps all rules but one. */
const failing: readonly (readonly [title: RegExp, command: string])[] = [
  [/^step 1/i, 'pnpm arena check my-codec'],
];

/** Runs a line as a reader types it. Installs take what was downloaded before, builds what was built before. */
function type(line: string): { readonly code: number | null; readonly output: string } {
  const env = {
    ...process.env,
    CI: 'false',
    npm_config_prefer_offline: 'true',
    TURBO_CACHE_DIR: join(root, '.turbo', 'cache'),
  };
  const { status, stdout, stderr } = spawnSync(line, { cwd: clone, env, shell: true, encoding: 'utf8' });
  return { code: status, output: `${stdout}${stderr}` };
}

describe.skipIf(!existsSync(join(root, '.git')))('a reader who follows the tutorial in a clone', () => {
  const outputs = new Map<string, string>();

  beforeAll(() => {
    execFileSync('git', ['clone', '--quiet', root, clone], { stdio: 'pipe' });
    // What the reader has done before, with "Get started".
    for (const line of ['pnpm install --frozen-lockfile', 'pnpm build'])
      expect(type(line), line).toMatchObject({ code: 0 });
  }, 300_000);

  it.for(steps.map((step) => [step.title, step] as const))(
    'does what it says: %s',
    { timeout: 600_000 },
    ([title, { files, commands }]) => {
      for (const { path, text } of files) {
        const target = join(clone, 'solutions/my-codec', path);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, text);
      }
      for (const command of commands) {
        const { code, output } = type(command);
        outputs.set(command, output);
        const isFailing = failing.some(([step, line]) => step.test(title) && line === command);
        expect({ command, code, output: code === (isFailing ? 1 : 0) ? '' : output }).toEqual({
          command,
          code: isFailing ? 1 : 0,
          output: '',
        });
      }
    },
  );

  it('stands in the ranking, above the codec that everyone has to beat', () => {
    const ranking = outputs.get('pnpm arena bench my-codec baseline --quick') ?? '';
    expect(ranking).toMatch(/\n1 {2}my-codec .*\n2 {2}baseline /);
    const { output } = type('pnpm turbo run bench --dry=json');
    const { tasks }: { tasks: { taskId: string }[] } = JSON.parse(output.slice(output.indexOf('{')));
    expect(tasks.map(({ taskId }) => taskId)).toContain('@matrix-arena/my-codec#bench');
  });
});
