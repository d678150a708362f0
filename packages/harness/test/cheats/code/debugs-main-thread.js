/** Attaches a debugger to the main thread of its process and runs code there. */
import { attempt, builtin, solutionThat } from './attack.js';

const threads = await builtin('worker_threads');
const patienceMs = 500;
const code = 'globalThis.cheatWasHere = true';

function debug() {
  const { workerData, parentPort } = process.getBuiltinModule('node:worker_threads');
  const { Session } = process.getBuiltinModule('node:inspector');
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.evaluate', { expression: workerData }, (error) =>
    parentPort.postMessage(error === null),
  );
}

/** From a thread of its own: the main thread cannot debug itself. */
function debugFromThread() {
  const thread = new threads.Worker(`(${debug})()`, { eval: true, workerData: code });
  return new Promise((resolve) => {
    thread.once('message', resolve).once('error', () => resolve(false));
    setTimeout(resolve, patienceMs, false);
  }).finally(() => thread.terminate());
}

export default solutionThat(await attempt(debugFromThread));
