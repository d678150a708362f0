import { decompress, textFrame } from './codec.js';

const AsyncFunction = (async () => {}).constructor;
const GeneratorFunction = function* () {}.constructor;
const { console: streams, eval: evaluate } = globalThis;
const harness = 'file:///arena/runtime/dist/sandbox-child.js';

/** Everything that is tried; each returns something true when it worked. */
const attempts = {
  process: () => typeof process !== 'undefined',
  'globalThis.process': () => globalThis.process,
  require: () => typeof require !== 'undefined',
  Buffer: () => typeof Buffer !== 'undefined',
  fetch: () => typeof fetch !== 'undefined',
  Worker: () => typeof Worker !== 'undefined' || typeof MessageChannel !== 'undefined',
  'console leads to a stream': () => streams._stdout ?? streams._stderr ?? streams.Console?.(),
  eval: () => evaluate('1'),
  Function: () => new Function('return 1')(),
  'constructor of a global': () => globalThis.constructor.constructor('return 1')(),
  AsyncFunction: () => new AsyncFunction('return 1')(),
  GeneratorFunction: () => new GeneratorFunction('return 1')().next(),
  'constructor of a timer': () => setTimeout(() => {}).constructor.constructor('return 1')(),
  'timer of text': () => setTimeout('1'),
  'import node:fs': () => import('node:fs'),
  'import fs': () => import(`${'fs'}`),
  'import node:process': () => import('node:process'),
  'import node:module': () => import('node:module'),
  'import data': () => import('data:text/javascript,export * from "node:fs"'),
  'import data that is empty': () => import('data:text/javascript,'),
  'import of the harness': () => import(harness),
  'import of a neighbour': () => import('./crashes.js'),
  'import of a file inside a library': () => import('@bokuweb/zstd-wasm/dist/common/module.js'),
  'import of __proto__': () => import('__proto__'),
  'import.meta.resolve': () => import.meta.resolve?.('node:fs'),
  'compilation of what is fetched': () => WebAssembly.compileStreaming ?? WebAssembly.instantiateStreaming,
  'then of every object': () =>
    Object.defineProperty(Object.prototype, 'then', { get: () => undefined, configurable: true }),
  'then of promises': () => Reflect.set(Promise.prototype, 'then', () => {}),
  'constructor of promises': () =>
    Reflect.defineProperty(Promise.prototype, 'constructor', { value: Object }),
  'stack frames': () => {
    Error.prepareStackTrace = (_, frames) => frames.map((frame) => frame.getFunction() ?? frame.getThis());
    const found = new Error('stack').stack.filter((value) => value !== undefined);
    delete Error.prepareStackTrace;
    return found.length > 0;
  },
  'more than the language': () => {
    const known =
      /^(clear|set)(Timeout|Interval|Immediate)$|^(console|performance|atob|btoa|structuredClone)$/;
    const names = Object.getOwnPropertyNames(globalThis).filter((name) => !known.includes(name));
    const odd = names.filter((name) => /^[a-z]/.test(name) && typeof globalThis[name] === 'object');
    return odd.length > 0 && odd;
  },
};

export default {
  async create() {
    const worked = [];
    for (const [name, attempt] of Object.entries(attempts)) {
      try {
        if (await attempt()) worked.push(name);
      } catch {}
    }
    return { compress: () => textFrame({ tried: Object.keys(attempts).length, worked }), decompress };
  },
};
