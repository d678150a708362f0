/** Starts processes, and leaves one behind that outlives everything. */
import { attempt, builtin, solutionThat } from './attack.js';

const child = await builtin('child_process');
const { process } = globalThis;
/** What a daemon is found by. */
const names = ['cheat-daemon', import.meta.url];
const quiet = { detached: true, stdio: 'ignore' };
const sleep = 'setTimeout(() => {}, 1e6)';

function leave(command, given) {
  const daemon = child.spawn(command, given, quiet);
  daemon.on('error', () => {});
  daemon.unref();
  return daemon.pid !== undefined;
}

/** Below everything that Node's modules could be made to refuse. */
function spawnByBinding() {
  const { spawn } = process.binding('spawn_sync');
  const pipe = { type: 'pipe', readable: true, writable: true };
  const args = ['node', '-e', '0'];
  return spawn({ file: process.execPath, args, envPairs: [], stdio: [pipe, pipe, pipe] }).status === 0;
}

export default solutionThat(
  await attempt(
    () => leave(process.execPath, ['-e', sleep, ...names]),
    () => leave('/bin/sh', ['-c', 'sleep 1000; :', ...names]),
    () => child.execSync('echo cheat', { stdio: ['ignore', 'pipe', 'ignore'] }).length > 0,
    spawnByBinding,
  ),
);
