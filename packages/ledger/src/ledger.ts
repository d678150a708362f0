import { resolve } from 'node:path';
import { type ClaimCommands, claimCommands } from './claims.ts';
import { type CompetitionCommands, competitionCommands } from './competitions.ts';
import type { Context } from './context.ts';
import { Database } from './database.ts';
import { type EventCommands, eventCommands } from './events.ts';
import { type FileCommands, fileCommands } from './files.ts';
import { assertLedgerFile } from './ledger-file.ts';
import { type LogCommands, logCommands } from './logs.ts';
import { type MaintenanceCommands, maintenanceCommands } from './maintenance.ts';
import { type OutcomeCommands, outcomeCommands } from './outcomes.ts';
import { type PublicationCommands, publicationCommands } from './publications.ts';
import { type RoundCommands, roundCommands } from './rounds.ts';
import { assertReadable, migrate } from './schema/migrate.ts';
import { type SealCommands, sealCommands } from './seal.ts';
import { type SubmitCommands, submitCommands } from './submit.ts';
import { type CompetitionViews, competitionViews } from './views/competitions.ts';
import { type HistoryViews, historyViews } from './views/history.ts';
import { type MatrixScoreViews, matrixScoreViews } from './views/matrix-scores.ts';
import { type RankViews, rankViews } from './views/ranks.ts';
import { type ReportViews, reportViews } from './views/report.ts';
import { type RoundViews, roundViews } from './views/rounds.ts';
import { type SubmissionViews, submissionViews } from './views/submissions.ts';

export interface LedgerOptions {
  /** `read` changes nothing, and refuses every command that would; `write` when it is left out. */
  readonly mode?: 'read' | 'write';
  /** Whether a ledger is made where there is none: by default when it is opened for writing. */
  readonly create?: boolean;
  /** Who is written into the events of the organiser's commands. */
  readonly actor?: string;
  /** The clock. */
  readonly now?: () => Date;
}

/** A ledger that is open. Every command that takes a `viewer` answers as everyone may know it when that is left out. */
export interface Ledger
  extends CompetitionCommands,
    RoundCommands,
    SubmitCommands,
    ClaimCommands,
    OutcomeCommands,
    FileCommands,
    LogCommands,
    SealCommands,
    PublicationCommands,
    EventCommands,
    MaintenanceCommands,
    CompetitionViews,
    RoundViews,
    SubmissionViews,
    HistoryViews,
    RankViews,
    MatrixScoreViews,
    ReportViews {
  /** Of the file. */
  readonly path: string;

  /** Several commands as one change: all of them or, when one throws, none. They must not wait for anything. */
  transaction<T>(work: () => T): T;

  /** Moves everything into the one file and lets go of it. Nothing is lost where this is left out. */
  close(): void;
}

/**
 * Opens the ledger in a file; makes it, and its folder, if need be, and brings an older one up to date.
 *
 * Every command is one transaction, on the disk when it returns: it is there in whole or not at all, whenever the
 * process ends. Several processes may work on one ledger; those that write take turns.
 *
 * @throws ArenaError `not-found` where there is none and none is made; `bad-format` for a file that is no ledger, which
 *   is left as it was; `unsupported` for the ledger of a newer version; `unavailable` where nothing can be written
 */
export function openLedger(path: string, options: LedgerOptions = {}): Ledger {
  const { mode = 'write', create = mode === 'write', actor = 'organiser', now = () => new Date() } = options;
  const absolute = resolve(path);
  assertLedgerFile(absolute, !create || mode === 'read');
  const db = new Database(absolute);
  try {
    if (mode === 'write') prepare(db);
    else protect(db);
  } catch (error) {
    db.abandon();
    throw error;
  }
  const context: Context = { db, actor, now: () => now().getTime() };
  return {
    path: absolute,
    ...competitionCommands(context),
    ...roundCommands(context),
    ...submitCommands(context),
    ...claimCommands(context),
    ...outcomeCommands(context),
    ...fileCommands(context),
    ...logCommands(context),
    ...sealCommands(context),
    ...publicationCommands(context),
    ...eventCommands(context),
    ...maintenanceCommands(context),
    ...competitionViews(context),
    ...roundViews(context),
    ...submissionViews(context),
    ...historyViews(context),
    ...rankViews(context),
    ...matrixScoreViews(context),
    ...reportViews(context),
    transaction: (work) => db.write(work),
    close: () => db.close(),
  };
}

function prepare(db: Database): void {
  migrate(db);
  // Only now: a file that was not told from others yet must not become another one's.
  db.useWriteAheadLog();
}

function protect(db: Database): void {
  assertReadable(db);
  db.execute('PRAGMA query_only = ON');
}
