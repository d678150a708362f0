import { join } from 'node:path';
import { parseResult } from '@matrix-arena/contract/schemas';
import { describe, expect, it } from 'vitest';
import { arena, bench, fixture, smallSet } from './arena.ts';

describe('arena bench, several times', () => {
  it('ranks files together, and says when each solution was measured', async () => {
    const set = await smallSet();
    for (const name of ['store', 'prints']) {
      await bench([fixture(name), '--set', set, '--repeats', '1', '--json', join(set, `${name}.json`)]);
    }
    const { code, stdout } = await arena(['rank', join(set, 'store.json'), join(set, 'prints.json')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n 1 {2}store .* 0 {2}\d{4}-\d\d-\d\d \d\d:\d\d\n=2 {2}prints .* \d\d:\d\d\n/);
  });

  it('takes the same sample for the same seed', async () => {
    const ids = async (seed: string): Promise<string[]> => {
      const args = [
        fixture('store'),
        '--quick',
        '--repeats',
        '1',
        '--count',
        '3',
        '--round-seed',
        seed,
        '--json',
        '-',
      ];
      return parseResult(JSON.parse((await bench(args)).stdout), 'stdout').corpus.matrices.map(
        ({ id }) => id,
      );
    };
    const five = await ids('5');
    expect(await ids('5')).toEqual(five);
    expect(await ids('6')).not.toEqual(five);
  });
});
