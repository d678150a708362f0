import { describe, it } from 'vitest';
import { type Cheat, cheats } from '../cheats/cheats.ts';
import { hasSandbox } from '../sandbox-fixtures/pools.ts';
import { benchCheat, expectOutcome } from './cheats.ts';

const honest = cheats.find(({ name }) => name === 'cheat-honest') as Cheat;

describe.skipIf(!hasSandbox)('in a sandbox (needs bubblewrap)', () => {
  it.for(cheats)('$name gains nothing and hurts nobody', { timeout: 120_000 }, async (cheat) => {
    expectOutcome(await benchCheat(cheat, honest, 'sandbox'), cheat, cheat.sandbox);
  });
});
