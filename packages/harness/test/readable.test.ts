import { expect, it } from 'vitest';
import { readable } from '../src/readable.ts';

it.each([
  ['an ordinary message: 1 x 2', 'an ordinary message: 1 x 2'],
  ['\u001b[31mred\u0000', '\ufffd[31mred\ufffd'],
  ['abc\u202edef\nghi', 'abc\ufffddef\ufffdghi'],
])('%j is shown as %j', (message, shown) => {
  expect(readable(message)).toBe(shown);
});

it('a long message is cut', () => {
  expect(readable('x'.repeat(1e6))).toBe(`${'x'.repeat(500)}…`);
});
