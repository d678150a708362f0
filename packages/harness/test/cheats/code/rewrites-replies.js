/** Gets hold of replies on their way out, whichever function of Node they go through, and makes their times short. */
import { attempt, builtin, solutionThat } from './attack.js';

const shortMs = 0.001;
const times = /("?(?:elapsedMs|cpuMs)"?\s*:\s*)[\d.e+-]+/g;

/** What a reply looks like on its way: an object, text or bytes. */
function shorten(value) {
  if (typeof value === 'string') return value.replace(times, `$1${shortMs}`);
  if (value instanceof Uint8Array) return shortenBytes(value);
  if (typeof value !== 'object' || value === null) return value;
  for (const part of [value, value.usage, value.result, value.result?.usage, value.value]) {
    if (typeof part?.elapsedMs === 'number') Object.assign(part, { elapsedMs: shortMs, cpuMs: shortMs });
  }
  return value;
}

/** Text within bytes keeps its length: what says how long it is stays true. */
function shortenBytes(bytes) {
  const text = String.fromCharCode(...bytes.subarray(0, 4096));
  const short = text.replace(times, (all, key) => `${key}0.`.padEnd(all.length, '0'));
  for (let i = 0; i < short.length; i++) bytes[i] = short.charCodeAt(i);
  return bytes;
}

function wrap(holder, name) {
  const real = holder?.[name];
  if (typeof real !== 'function') return false;
  holder[name] = function (...given) {
    return Reflect.apply(real, this, given.map(shorten));
  };
  return holder[name] !== real;
}

/** Property getters that run when a reply is awaited or turned into JSON. */
function listen(name) {
  Object.defineProperty(Object.prototype, name, {
    configurable: true,
    get() {
      shorten(this);
      return undefined;
    },
    set(value) {
      Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
    },
  });
  return true;
}

const [fs, net, stream, threads, v8, module] = await Promise.all(
  ['fs', 'net', 'stream', 'worker_threads', 'v8', 'module'].map(builtin),
);
const { process, MessagePort, Buffer } = globalThis;
const writers = [
  ...['write', 'writeSync', 'writev', 'writevSync', 'appendFileSync', 'writeFileSync'].map((name) => [
    fs,
    name,
  ]),
  [net?.Socket.prototype, 'write'],
  [stream?.Writable.prototype, 'write'],
  [v8, 'serialize'],
  [v8?.Serializer.prototype, 'writeValue'],
  [v8?.Serializer.prototype, 'writeDouble'],
  [MessagePort?.prototype, 'postMessage'],
  [threads?.parentPort, 'postMessage'],
  [process, 'send'],
  [JSON, 'stringify'],
  [Buffer, 'from'],
];

export default solutionThat(
  await attempt(
    ...writers.map(
      ([holder, name]) =>
        () =>
          wrap(holder, name),
    ),
    // Also for modules that have imported the functions by name.
    () => module.syncBuiltinESMExports(),
    () => listen('then'),
    () => listen('toJSON'),
  ),
);
