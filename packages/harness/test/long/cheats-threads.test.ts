import { expect, it } from 'vitest';
import { type Cheat, cheats, type Expectation } from '../cheats/cheats.ts';
import { benchCheat, expectOutcome } from './cheats.ts';

const honest = cheats.find(({ name }) => name === 'cheat-honest') as Cheat;
const held = cheats.flatMap((cheat) =>
  cheat.threads === null ? [] : [{ ...cheat, threads: cheat.threads }],
);

it.for(held)('in threads $name gains nothing', { timeout: 120_000 }, async (cheat) => {
  const expected: Expectation = cheat.threads;
  expectOutcome(await benchCheat(cheat, honest, 'threads'), cheat, expected);
  expect(process.exitCode).toBeUndefined();
});
