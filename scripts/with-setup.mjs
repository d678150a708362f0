// Runs a task on a machine that may have nothing but Node and npm: finds or fetches the pinned pnpm, installs what the
// lockfile says when that has changed, builds, then does the task. Node built-ins alone, since it runs before anything
// is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampPath = join(root, 'node_modules', '.installed-lockfile');
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [pinned] = packageManager.split('+');

/** What each task runs once everything is built; further arguments are passed on. */
const tasks = {
  bench: (args) => run(['node', 'tools/cli/bin/arena.js', 'bench', ...args]),
  // Built above; what stands behind -- would be part of what builds are cached by, and build all once more.
  fuzz: (args) => turboLogged('fuzz', '--only', '--continue', '--', ...args),
  // One suite after the other: some look at times and memory of the machine.
  long: (args) => turboLogged('test:long', 'test:docs', '--concurrency=1', '--continue', ...args),
  static: (args) => turbo('typecheck', 'lint', '--continue', ...args),
  test: (args) => turbo('test', 'test:architecture', '--continue', ...args),
};

const [task, ...args] = process.argv.slice(2);
const pnpm = findPnpm();
install();
turbo('build');
tasks[task](args);

function install() {
  const lockfileHash = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex');
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === lockfileHash) return;
  run([...pnpm, 'install', '--frozen-lockfile']);
  writeFileSync(stampPath, lockfileHash);
}

function turbo(...turboArgs) {
  run([...pnpm, 'exec', 'turbo', 'run', '--output-logs=errors-only', ...turboArgs]);
}

/** With what the tests print, since who runs these waits for them. */
function turboLogged(...turboArgs) {
  run([...pnpm, 'exec', 'turbo', 'run', '--output-logs=new-only', ...turboArgs]);
}

/** The pinned pnpm: the user's own, put on the PATH by Node's Corepack if it can be, else from npm's cache. */
function findPnpm() {
  if (hasPinnedPnpm()) return ['pnpm'];
  spawn(['corepack', 'enable', 'pnpm'], 'ignore');
  if (hasPinnedPnpm()) {
    process.stdout.write('pnpm was put on your PATH by Corepack\n');
    return ['pnpm'];
  }
  process.stdout.write(
    `pnpm is not on your PATH: use npx ${pinned} instead, or npm install --global ${pinned}\n`,
  );
  return ['npx', '--yes', pinned];
}

function hasPinnedPnpm() {
  const { status, stdout } = spawn(['pnpm', '--version'], 'pipe');
  return status === 0 && `pnpm@${stdout.toString().trim()}` === pinned;
}

/** Runs a command in the checkout; when it fails, so does this process. */
function run(command) {
  const { status, error } = spawn(command, 'inherit');
  if (error) process.stderr.write(`${command[0]}: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}

function spawn([command, ...commandArgs], output) {
  const env = {
    ...process.env,
    // Without what npm adds for the time of a script, so that a pnpm found here is one that the user has.
    PATH: process.env.PATH.split(delimiter)
      .filter((folder) => !/node_modules[/\\]\.bin$|node-gyp-bin$/.test(folder))
      .join(delimiter),
    COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
    TURBO_TELEMETRY_DISABLED: '1',
  };
  // On Windows the commands of packages are .cmd files, which only a shell finds.
  const shell = process.platform === 'win32';
  return spawnSync(command, commandArgs, { cwd: root, env, stdio: ['inherit', output, output], shell });
}
