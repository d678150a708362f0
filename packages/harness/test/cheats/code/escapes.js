/** Searches everything that can be reached from the language for a way to the runtime, to files, processes or code. */
import { attempt, attemptNow, solutionThat } from './attack.js';

const mostObjects = 100_000;
/** Functions that would be worth the search. */
const prizes = new Set(
  [
    ...['readFileSync', 'writeSync', 'open', 'fstat', 'spawn', 'fork', 'execSync', 'dlopen', 'kill', 'exit'],
    ...[
      'reallyExit',
      'abort',
      'binding',
      'internalBinding',
      'getBuiltinModule',
      'require',
      'runInThisContext',
    ],
    ...[
      'hrtime',
      'cpuUsage',
      'postMessage',
      'connect',
      'createRequire',
      'compileFunction',
      'syncBuiltinESMExports',
    ],
  ].map(String),
);

/** Ways that the engine and the runtime have into objects which no property names. */
const hidden = [
  () => framesOf(() => new Error('here').stack),
  () => framesOf(() => [1].map(() => new Error('below').stack)[0]),
  () => [setTimeout(() => {}, 1), setInterval(() => {}, 1e6), setImmediate(() => {})],
  () => ['promisify.custom', 'inspect.custom', 'rejection'].map((name) => inspectWith(`nodejs.util.${name}`)),
  () =>
    Reflect.ownKeys(globalThis).map((key) => globalThis[key]?.[Symbol.for('nodejs.util.promisify.custom')]),
  () => new Function('return this')(),
  () => import.meta,
  () => errorsOf(() => new TextDecoder('none')),
  () => errorsOf(() => atob('?')),
  () => errorsOf(() => setTimeout(1)),
  () => errorsOf(() => new WebAssembly.Module(new Uint8Array(8))),
];

/** What stack frames know: receivers and functions, where these are not in strict code. */
function framesOf(makeStack) {
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = (_, frames) => frames;
  try {
    const frames = makeStack();
    const getters = ['getThis', 'getFunction', 'getTypeName', 'getEvalOrigin'];
    return frames.flatMap((frame) => [frame, ...getters.map((name) => frame[name]())]);
  } finally {
    Error.prepareStackTrace = before;
  }
}

/** Objects that format themselves are handed the runtime's own formatter. */
function inspectWith(name) {
  const found = [];
  const symbol = Symbol.for(name);
  for (const made of [new TextDecoder(), new TextEncoder(), setTimeout(() => {}, 1)]) {
    const spy = Object.create(made, {
      [symbol]: { value: (...given) => found.push(...given), enumerable: true },
    });
    for (const one of [made, spy])
      try {
        found.push(one[symbol], Object.getPrototypeOf(one)[symbol].call(made, 2, { showHidden: true }, spy));
      } catch (error) {
        found.push(error);
      }
  }
  return found;
}

function errorsOf(fail) {
  try {
    return fail();
  } catch (error) {
    return [error, error.constructor, error.cause];
  }
}

/** Everything below some objects: values, accessors and what they give, prototypes. True when a prize is among it. */
function search(roots) {
  const seen = new Set(roots.filter(isObject));
  for (const object of seen) {
    if (seen.size > mostObjects) return false;
    for (const [key, value] of inside(object)) {
      if (typeof value === 'function' && prizes.has(key)) return true;
      if (isObject(value)) seen.add(value);
    }
  }
  return false;
}

function inside(object) {
  const found = [['prototype', Reflect.getPrototypeOf(object)]];
  for (const key of Reflect.ownKeys(object)) {
    const { value, get, set } = Reflect.getOwnPropertyDescriptor(object, key) ?? {};
    found.push([key, value], ['getter', get], ['setter', set]);
    try {
      found.push([key, object[key]]);
    } catch (error) {
      found.push(['error', error]);
    }
  }
  return found;
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

const timers = [];
const worked = await attempt(
  () => search([globalThis]),
  ...hidden.map((way) => () => {
    const found = [way()].flat(2);
    timers.push(...found);
    return search(found);
  }),
);
for (const timer of timers)
  attemptNow(
    () => clearTimeout(timer),
    () => clearImmediate(timer),
  );

export default solutionThat(worked);
