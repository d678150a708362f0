// Runs a task on a machine that may have nothing but Node and npm: fetches the pinned pnpm, installs what the
// lockfile says when that has changed, builds, then does the task. Node built-ins alone, since it runs before
// anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const localBin = join(root, 'node_modules', '.bin');
const stampPath = join(root, 'node_modules', '.installed-lockfile');
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [pnpm] = packageManager.split('+');

/** What each task runs once everything is built; further arguments are passed on. */
const tasks = {
  bench: (args) => run('node', ['tools/cli/bin/arena.js', 'bench', ...args]),
  test: (args) =>
    run('turbo', [
      'run',
      'test',
      'typecheck',
      'lint',
      'test:architecture',
      '--continue',
      '--output-logs=errors-only',
      ...args,
    ]),
};

const [task, ...args] = process.argv.slice(2);
install();
run('turbo', ['run', 'build', '--output-logs=errors-only']);
tasks[task](args);

function install() {
  const lockfileHash = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex');
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === lockfileHash) return;
  run('npx', ['--yes', pnpm, 'install', '--frozen-lockfile']);
  offerPnpm();
  writeFileSync(stampPath, lockfileHash);
}

/** Puts pnpm on the PATH of the user by Node's own means, where that is possible. */
function offerPnpm() {
  const quiet = { cwd: root, stdio: 'ignore', shell: process.platform === 'win32' };
  const hasPnpm = () =>
    spawnSync('pnpm', ['--version'], { ...quiet, env: { ...process.env, PATH: userPath() } }).status === 0;
  if (hasPnpm()) return;
  spawnSync('corepack', ['enable', 'pnpm'], quiet);
  const next = hasPnpm()
    ? 'was put on your PATH by corepack'
    : `is not on your PATH: npm install --global ${pnpm}, or use npx pnpm`;
  process.stdout.write(`pnpm ${next}\n`);
}

/** The PATH without what npm adds for the time of a script. */
function userPath() {
  return process.env.PATH.split(delimiter)
    .filter((folder) => !/node_modules[/\\]\.bin$|node-gyp-bin$/.test(folder))
    .join(delimiter);
}

/** Runs a command in the checkout; when it fails, so does this process. */
function run(command, commandArgs) {
  const env = {
    ...process.env,
    // pnpm is a development dependency, because turbo starts it: once installed it is found here.
    PATH: `${localBin}${delimiter}${process.env.PATH}`,
    TURBO_TELEMETRY_DISABLED: '1',
  };
  // On Windows the commands of packages are .cmd files, which only a shell finds.
  const { status, error } = spawnSync(command, commandArgs, {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) process.stderr.write(`${command}: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}
