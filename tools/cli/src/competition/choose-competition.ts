import { ArenaError } from '@matrix-arena/contract';
import type { CompetitionRow } from '@matrix-arena/ledger';
import type { Desk } from './open-ledger.ts';

/**
 * The competition that a command is about: the one given, that of the settings, or the only one that is not over.
 *
 * @throws ArenaError `usage` when it has to be named, `not-found` when there is none
 */
export function chosenCompetition({ ledger, settings }: Desk, given: string | undefined): string {
  const named = given ?? settings.competition;
  if (named !== undefined) return named;
  const all = ledger.listCompetitions({ includeCompleted: true, pageSize: 1000 }).items;
  return onlyOne(all) ?? onlyOne(all.filter(({ state }) => state !== 'completed')) ?? refuse(all);
}

/** Competitions that take submissions now. */
export function openCompetitions({ ledger }: Desk): readonly CompetitionRow[] {
  return ledger.listCompetitions({ pageSize: 1000 }).items.filter(({ roundState }) => roundState === 'open');
}

function onlyOne(rows: readonly CompetitionRow[]): string | undefined {
  return rows.length === 1 ? rows[0].id : undefined;
}

function refuse(all: readonly CompetitionRow[]): never {
  if (all.length === 0) {
    const hint = 'there is none yet; make one with arena competitions create';
    throw new ArenaError('not-found', { what: 'competition', hint });
  }
  throw new ArenaError('usage', {
    what: 'competition',
    expected: `one of ${all.map(({ id }) => id).join(', ')}`,
    got: 'none',
    hint: 'name it with -c',
  });
}
