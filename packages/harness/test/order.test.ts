import { expect, it } from 'vitest';
import { rotated, shuffled } from '../src/order.ts';

it('an order follows from its seed for ever', () => {
  expect(shuffled(['a', 'b', 'c', 'd', 'e', 'f'], 7)).toMatchInlineSnapshot(`
    [
      "e",
      "b",
      "c",
      "d",
      "f",
      "a",
    ]
  `);
  expect(shuffled(['a', 'b', 'c', 'd', 'e', 'f'], 7)).toEqual(shuffled(['a', 'b', 'c', 'd', 'e', 'f'], 7));
  expect(shuffled([1, 2, 3], 1).toSorted()).toEqual([1, 2, 3]);
});

it('everyone is first once in as many turns as there are items', () => {
  const firsts = [0, 1, 2].map((turn) => rotated(['a', 'b', 'c'], turn)[0]);
  expect(firsts.toSorted()).toEqual(['a', 'b', 'c']);
  expect(rotated([], 5)).toEqual([]);
});
