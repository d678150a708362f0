/** What cheats share: ways to Node's built-ins that no import shows, and a mark in the frame of what became of an attack. */
import { compress, decompress, markAt } from './codec.js';

/** 0 in a frame of the honest codec; 1: an attack was made and blocked; 2: it took effect, as far as the cheat can tell. */
const blocked = 1;
const tookEffect = 2;

const { process } = globalThis;
const AsyncFunction = (async () => {}).constructor;
const requested = (name) => `node:${name}`;

/** Screening sees none of these. What is blocked throws or gives nothing. */
const ways = [
  (name) => process.getBuiltinModule(requested(name)),
  (name) => globalThis.constructor.constructor('return process')().getBuiltinModule(requested(name)),
  (name) => new Function('name', 'return import(name)')(requested(name)),
  (name) => new AsyncFunction('name', 'return await import(name)')(requested(name)),
  (name) => new Function('url', 'return import(url)')(`data:text/javascript,export * from "node:${name}"`),
  (name) => process.mainModule.require(requested(name)),
  (name) => globalThis.require(requested(name)),
  (name) => process.binding(name),
];

/** A built-in module, or undefined when every way to it is closed. */
export async function builtin(name) {
  for (const way of ways) {
    try {
      const module = await way(name);
      if (module) return module;
    } catch {}
  }
  return undefined;
}

/** Makes all attacks, whatever becomes of the others. True when one of them took effect: returned something true. */
export async function attempt(...attacks) {
  let worked = false;
  for (const attack of attacks) {
    try {
      if (await attack()) worked = true;
    } catch {}
  }
  return worked;
}

/** The same within a call, which cannot wait. */
export function attemptNow(...attacks) {
  for (const attack of attacks) {
    try {
      attack();
    } catch {}
  }
}

export function marked(frame, worked) {
  frame[markAt] = worked ? tookEffect : blocked;
  return frame;
}

/** A solution that works honestly, and says in its frames what became of its attack. */
export function solutionThat(worked) {
  return { create: () => ({ compress: (matrix) => marked(compress(matrix), worked), decompress }) };
}
