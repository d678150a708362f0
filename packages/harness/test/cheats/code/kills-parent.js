/** Kills its parent process, and of all others that it can list those that were made to be killed. */
import { attempt, builtin, solutionThat } from './attack.js';

const { process } = globalThis;
const fs = await builtin('fs');
const victimName = 'cheat-victim';

/** Only its victims: where nothing holds it, everything else on the machine is in reach, too. */
function killVictims() {
  const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const victims = pids.filter((pid) => isVictim(pid)).map(Number);
  for (const pid of victims) process.kill(pid, 'SIGKILL');
  return victims.length > 0;
}

function isVictim(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(victimName);
  } catch {
    return false;
  }
}

export default solutionThat(await attempt(killVictims, () => process.kill(process.ppid, 'SIGKILL')));
