import { ArenaError } from '@matrix-arena/contract';
import type { CompetitionConfig } from './config.ts';
import { configOf } from './configs.ts';
import type { Context } from './context.ts';
import { type Database, sql } from './database.ts';
import { rowById, type SubmissionRef, submissionRow } from './lookup.ts';
import type { Row } from './schema/tables.ts';
import { type Stage, unfinishedStates } from './states.ts';
import { hourMs, type IsoTime, iso, isoOrNull } from './time.ts';

/** Who looks: the organiser sees everything, an author the own code. */
export type Viewer = 'organiser' | 'public' | { readonly author: string };

/**
 * | reason | meaning |
 * |---|---|
 * | `round-not-completed` | logs and results are shown after the round |
 * | `code-not-revealed` | code is shown some hours after its evaluation |
 * | `code-not-accessible` | it was never evaluated, and will not be |
 */
export type SealReason = 'round-not-completed' | 'code-not-revealed' | 'code-not-accessible';

export type Visibility =
  | { readonly visible: true }
  | {
      readonly visible: false;
      readonly reason: SealReason;
      /** Null while it depends on something that has not happened. */
      readonly revealAt: IsoTime | null;
      readonly roundState: Stage;
      readonly roundEndsAt: IsoTime | null;
    };

/** What a submission's visibility follows from. */
export interface SealedThing {
  readonly submission: Pick<
    Row<'submissions'>,
    'competition_id' | 'author_id' | 'tarball_sha256' | 'auto' | 'state' | 'evaluated_at'
  >;
  readonly author: string;
  readonly round: Pick<Row<'rounds'>, 'state' | 'closes_at'>;
  readonly config: CompetitionConfig;
}

const visible: Visibility = { visible: true };

export interface SealCommands {
  /** Whether someone may read the code of a submission, and if not, from when. */
  codeVisibleTo(ref: SubmissionRef, viewer: Viewer, at?: Date): Visibility;

  /** The same for its logs and results. */
  logsVisibleTo(ref: SubmissionRef, viewer: Viewer): Visibility;
}

export function sealCommands(context: Context): SealCommands {
  const { db, now } = context;
  return {
    codeVisibleTo(ref, viewer, at = new Date(now())) {
      return codeVisibility(db, sealedThing(db, ref), viewer, at.getTime());
    },

    logsVisibleTo(ref, viewer) {
      return logVisibility(sealedThing(db, ref), viewer);
    },
  };
}

export function sealedThing(db: Database, ref: SubmissionRef): SealedThing {
  const submission = submissionRow(db, ref);
  return {
    submission,
    author: rowById(db, 'authors', submission.author_id).name,
    round: rowById(db, 'rounds', submission.round_id),
    config: configOf(rowById(db, 'competitions', submission.competition_id)),
  };
}

export function codeVisibility(db: Database, thing: SealedThing, viewer: Viewer, now: number): Visibility {
  const { submission, author, round, config } = thing;
  const isOwn = typeof viewer === 'object' && viewer.author === author;
  if (viewer === 'organiser' || isOwn || config.revealAfterHours === null) return visible;
  const evaluatedAt = firstEvaluatedAt(db, submission);
  if (evaluatedAt === null) {
    const states: readonly string[] = unfinishedStates;
    return hidden(
      states.includes(submission.state) ? 'code-not-revealed' : 'code-not-accessible',
      null,
      round,
    );
  }
  const revealAt = Math.ceil(evaluatedAt + config.revealAfterHours * hourMs);
  return now >= revealAt ? visible : hidden('code-not-revealed', revealAt, round);
}

/** Authors do not see their own logs earlier: these tell of inputs that are still in use. */
export function logVisibility({ round, config }: SealedThing, viewer: Viewer): Visibility {
  const isOpen = viewer === 'organiser' || config.revealLogs === 'at-once' || round.state === 'completed';
  return isOpen ? visible : hidden('round-not-completed', null, round);
}

/** A re-entry is the same code again: what is known of it already is not hidden once more. */
function firstEvaluatedAt(db: Database, submission: SealedThing['submission']): number | null {
  if (submission.auto === 0) return submission.evaluated_at;
  const same = sql
    .selectFrom('submissions')
    .select((is) => is.fn.min('evaluated_at').as('at'))
    .where('competition_id', '=', submission.competition_id)
    .where('author_id', '=', submission.author_id)
    .where('tarball_sha256', '=', submission.tarball_sha256);
  return db.first(same)?.at ?? null;
}

function hidden(reason: SealReason, revealAt: number | null, round: SealedThing['round']): Visibility {
  return {
    visible: false,
    reason,
    revealAt: isoOrNull(revealAt),
    roundState: round.state,
    roundEndsAt: isoOrNull(round.closes_at),
  };
}

/** @throws ArenaError `sealed` that says until when */
export function assertVisible(what: string, visibility: Visibility): void {
  if (visibility.visible) return;
  const { reason, revealAt, roundEndsAt } = visibility;
  const hints: Readonly<Record<SealReason, string>> = {
    'code-not-revealed': `is kept back until ${revealAt ?? 'some time after its evaluation'}; look again then`,
    'round-not-completed': `is kept back until the round is completed${roundEndsAt === null ? '' : `, after ${iso(Date.parse(roundEndsAt))}`}; look again then`,
    'code-not-accessible': 'was never evaluated and stays with its author',
  };
  throw new ArenaError('sealed', { what, hint: hints[reason] });
}
