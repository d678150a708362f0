/** Replaces what all JavaScript is made of, before the harness runs on it: whatever passes by gets short times. */
import { attempt, solutionThat } from './attack.js';

const shortMs = 0.001;
const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;

function forge(value) {
  if (typeof value !== 'object' || value === null) return value;
  try {
    const { usage = value } = value;
    for (const key of ['elapsedMs', 'cpuMs']) if (getOwnPropertyDescriptor(usage, key)) usage[key] = shortMs;
  } catch {}
  return value;
}

/** Puts `forge` around what goes in and what comes out. */
function wrap(holder, name) {
  const descriptor = holder && getOwnPropertyDescriptor(holder, name);
  const real = descriptor?.value;
  if (typeof real !== 'function') return false;
  const wrapped = function () {
    // biome-ignore lint/complexity/noArguments: a rest parameter would make an array, whose methods are wrapped
    const given = arguments;
    for (let i = 0; i < given.length; i++) forge(given[i]);
    forge(this);
    return forge(apply(real, this, given));
  };
  return defineProperty(holder, name, { ...descriptor, value: wrapped });
}

/** What is assigned to a missing element or field passes by here. */
function intercept(holder, key) {
  return defineProperty(holder, key, {
    configurable: true,
    get: () => undefined,
    set(value) {
      const isTime = key === 'elapsedMs' || key === 'cpuMs';
      const kept = isTime ? shortMs : forge(value);
      defineProperty(this, key, { value: kept, configurable: true, enumerable: true, writable: true });
    },
  });
}

/** Times in nanoseconds are big integers until somebody makes numbers of them. */
const ShortNumber = new Proxy(Number, {
  apply: (real, _, [value]) => (typeof value === 'bigint' ? shortMs * 1e6 : real(value)),
});

const wrapped = [
  [Promise.prototype, ['then', 'catch', 'finally']],
  [Promise, ['resolve', 'all', 'race']],
  [Function.prototype, ['call', 'apply', 'bind']],
  [Map.prototype, ['get', 'set', 'has', 'delete']],
  [Set.prototype, ['add', 'has', 'delete']],
  [Array.prototype, ['push', 'map', 'filter', 'forEach', 'concat', 'slice']],
  [Object, ['assign', 'entries', 'keys', 'freeze', 'create', 'fromEntries']],
  [JSON, ['stringify', 'parse']],
  [Math, ['min', 'max', 'round', 'floor']],
  [Number.prototype, ['toString', 'toFixed']],
  [BigInt.prototype, ['toString']],
  [globalThis, ['structuredClone', 'queueMicrotask', 'setTimeout', 'setImmediate']],
  [globalThis.WebAssembly, ['instantiate', 'compile', 'validate']],
];
const attacks = wrapped.flatMap(([holder, names]) => names.map((name) => () => wrap(holder, name)));

export default solutionThat(
  await attempt(
    () => ['usage', 'elapsedMs', 'cpuMs', 'result', 'value'].every((key) => intercept(Object.prototype, key)),
    () => ['0', '1', '2', '3'].every((key) => intercept(Array.prototype, key)),
    () => defineProperty(Uint8Array, Symbol.species, { value: Array, configurable: true }),
    () => defineProperty(Promise, Symbol.species, { value: Promise, configurable: true }),
    () => defineProperty(globalThis, 'Number', { value: ShortNumber, configurable: true, writable: true }),
    ...attacks,
  ),
);
