import { expect, it } from 'vitest';
import { shuffled } from '../src/order.ts';

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

it('over many turns everyone has each place, and follows each other one, about equally often', () => {
  const items = [0, 1, 2, 3, 4];
  const turns = 2000;
  const table = (): number[][] => items.map(() => items.map(() => 0));
  const [places, followers] = [table(), table()];
  for (let turn = 0; turn < turns; turn++) {
    const order = shuffled(items, turn);
    for (const [place, item] of order.entries()) {
      places[item][place]++;
      if (place > 0) followers[order[place - 1]][item]++;
    }
  }
  const expected = turns / items.length;
  const pairs = followers.flatMap((row, item) => row.filter((_, other) => other !== item));
  for (const count of [...places.flat(), ...pairs]) {
    expect(count).toBeGreaterThan(0.85 * expected);
    expect(count).toBeLessThan(1.15 * expected);
  }
});
