import { expect, it } from 'vitest';
import { makePerformer, residentMemory } from '../src/perform.ts';

it.each([
  ['a long message', `new Error('x'.repeat(1e6))`, `Error: ${'x'.repeat(1000)}`],
  [
    'a long name',
    `Object.assign(new Error('short'), { name: 'n'.repeat(1e6) })`,
    `${'n'.repeat(1000)}: short`,
  ],
  ['a message that is no text', `Object.assign(new Error(), { message: Symbol('s') })`, 'Error: Symbol(s)'],
  ['a message that cannot be read', `Object.assign(new Error(), { message: { __proto__: null } })`, null],
])('what is thrown with %s is cut before it travels', async (_, thrown, shown) => {
  const code = `export default { create() { throw ${thrown}; } }`;
  const entryUrl = `data:text/javascript,${encodeURIComponent(code)}`;
  const reply = await makePerformer(residentMemory)({ call: 'load', entryUrl });
  const message = shown ?? 'threw something that cannot be read';
  expect(reply).toEqual({ outcome: 'threw', during: 'load', message });
});
