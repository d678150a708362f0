import type { Context } from './context.ts';
import { sql } from './database.ts';
import { competitionRow, roundRow } from './lookup.ts';
import { counted, inPages, type Page, type PageOptions, type PageRange } from './page.ts';
import type { Stage, SubmissionState } from './states.ts';
import { type IsoTime, iso } from './time.ts';

export type EventKind =
  | `competition-${Stage}`
  | `round-${Stage}`
  | `submission-${SubmissionState}`
  | 'config-changed'
  | 'note-added'
  | 'package-published'
  | 'baseline-measured'
  | 'top-taken'
  | 'top-defended';

type Detail = Readonly<Record<string, string | number | boolean | null>>;

/** What an event is about; ids of rows. */
export interface Subject {
  readonly competition: number;
  readonly round?: number;
  readonly submission?: number;
}

export function addEvent(
  { db, now, actor }: Context,
  kind: EventKind,
  { competition, round, submission }: Subject,
  detail: Detail = {},
  by = actor,
): void {
  db.run(
    sql.insertInto('events').values({
      at: now(),
      actor: by,
      kind,
      competition_id: competition,
      round_id: round ?? null,
      submission_id: submission ?? null,
      detail: JSON.stringify(detail),
    }),
  );
}

export interface LedgerEvent {
  readonly id: number;
  readonly at: IsoTime;
  readonly actor: string;
  /** Usually an `EventKind`; views must not fail at one that they do not know. */
  readonly kind: string;
  readonly competition: string | null;
  readonly round: number | null;
  readonly submission: number | null;
  readonly detail: Detail;
}

export interface EventFilter extends PageOptions {
  readonly competition: string;
  readonly round?: number;
  readonly submission?: number;
}

export interface EventCommands {
  /** What happened, newest first. Events are only ever added. */
  listEvents(filter: EventFilter): Page<LedgerEvent>;
}

export function eventCommands(context: Context): EventCommands {
  const { db } = context;
  return {
    listEvents(filter) {
      const competition = competitionRow(db, filter.competition);
      const round = filter.round === undefined ? null : roundRow(db, competition, filter.round);
      let found = sql.selectFrom('events').where('events.competition_id', '=', competition.id);
      if (round !== null) found = found.where('events.round_id', '=', round.id);
      if (filter.submission !== undefined)
        found = found.where('events.submission_id', '=', filter.submission);
      const rows = found
        .selectAll('events')
        .select((is) =>
          is.selectFrom('rounds').select('number').whereRef('rounds.id', '=', 'events.round_id').as('number'),
        )
        .orderBy('events.id', 'desc');
      const page = ({ pageSize, offset }: PageRange) => rows.limit(pageSize).offset(offset);
      return inPages(db, filter, found.select(counted), page, (row) => ({
        id: row.id,
        at: iso(row.at),
        actor: row.actor,
        kind: row.kind,
        competition: competition.slug,
        round: row.number,
        submission: row.submission_id,
        detail: JSON.parse(row.detail) as Detail,
      }));
    },
  };
}
