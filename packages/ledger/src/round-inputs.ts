import { ArenaError } from '@matrix-arena/contract';
import type { Row } from './schema/tables.ts';

/** @throws ArenaError `conflict` for figures that were made on other matrices or by other rules than the round's */
export function assertOfRound(
  round: Row<'rounds'>,
  figures: { readonly corpusSha256: string; readonly rules: string },
): void {
  const pairs = [
    ['matrices', round.corpus_sha256, figures.corpusSha256],
    ['rules', round.rules, figures.rules],
  ] as const;
  for (const [what, expected, got] of pairs) {
    if (got === expected) continue;
    const hint = 'scores of other inputs or rules are never compared; measure on the inputs of the round';
    throw new ArenaError('conflict', { what: `${what} of round ${round.number}`, expected, got, hint });
  }
}
