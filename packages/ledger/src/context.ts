import type { Database } from './database.ts';

/** What every command of an open ledger works with. */
export interface Context {
  readonly db: Database;
  /** The clock, in milliseconds. */
  readonly now: () => number;
  /** Who is written into the events of commands that are nobody's in particular. */
  readonly actor: string;
}
