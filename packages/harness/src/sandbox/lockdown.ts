/** What a codec may use beside the language itself: things that compute or wait, and reach nothing. */
const allowedGlobals = `
  TextEncoder TextDecoder atob btoa queueMicrotask WebAssembly
  setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate`;

/** What the language itself defines. */
const languageGlobals = `
  globalThis Infinity NaN undefined Object Function Boolean Symbol Number BigInt Math Date String RegExp JSON Intl
  Array Map Set WeakMap WeakSet WeakRef FinalizationRegistry Iterator Promise Proxy Reflect Atomics
  parseInt parseFloat isFinite isNaN decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval
  Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError
  ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array
  Uint32Array Float16Array Float32Array Float64Array BigInt64Array BigUint64Array`;

/** They load the runtime's whole client for HTTP, with whatever a solution may have replaced by then. */
const wasmFromNetwork = ['compileStreaming', 'instantiateStreaming'];

/**
 * Takes everything from the process that would let a solution reach the host or the harness's own code. To be called
 * when that code has taken what it needs, and before anything of a solution is loaded.
 *
 * What remains of the runtime are the language, WebAssembly, timers and conversions of text. Three things are tied
 * down, because the engine itself asks them while the harness's code runs: a `then` that `Object.prototype` suddenly
 * had would be handed every reply before it is sent, and so would a replaced `constructor` or `then` of promises.
 */
export function lockDown(): void {
  const { performance } = globalThis;
  const now = performance.now.bind(performance);
  const replaced = { console: silentConsole(), performance: Object.freeze({ now }) };
  const kept = new Set<PropertyKey>(`${allowedGlobals} ${languageGlobals}`.trim().split(/\s+/));
  for (const name of Reflect.ownKeys(globalThis))
    if (!kept.has(name) && name !== Symbol.toStringTag) Reflect.deleteProperty(globalThis, name);
  for (const [name, value] of Object.entries(replaced))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  const wasm: object = Reflect.get(globalThis, 'WebAssembly');
  for (const name of wasmFromNetwork) Reflect.deleteProperty(wasm, name);
  // Nothing can be added; what is there stays replaceable, as some code does to its own objects by assignment.
  Object.preventExtensions(Object.prototype);
  Object.freeze(Promise.prototype);
  Object.freeze(Promise);
}

/** Prints nothing. The real one leads to the streams of the process. */
function silentConsole(): object {
  const names = Object.keys(console).filter((name) => !name.startsWith('_'));
  return Object.fromEntries(names.map((name) => [name, () => undefined]));
}
