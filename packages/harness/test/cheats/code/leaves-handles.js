/** Leaves open what keeps a process from ending: timers, a file, a server, a thread, a child's pipe. */
import { attempt, builtin, solutionThat } from './attack.js';

const [fs, net, threads] = await Promise.all(['fs', 'net', 'worker_threads'].map(builtin));
const { process } = globalThis;
const day = 86_400_000;

export default solutionThat(
  await attempt(
    () => setInterval(() => {}, day),
    () => fs.openSync(decodeURIComponent(new URL(import.meta.url).pathname)),
    () =>
      net
        .createServer()
        .listen(0, '127.0.0.1')
        .on('error', () => {}),
    () => new threads.Worker('setInterval(() => {}, 1000)', { eval: true }).on('error', () => {}),
    // Refuses to go when it is asked to.
    () =>
      ['SIGTERM', 'SIGINT', 'SIGHUP', 'beforeExit', 'disconnect'].map((name) => process.on(name, () => {})),
  ),
);
