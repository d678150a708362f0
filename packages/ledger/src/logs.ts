import { z } from 'zod';
import { type Claim, heldSubmission } from './claims.ts';
import { parseWith } from './config.ts';
import type { Context } from './context.ts';
import { type Database, sql } from './database.ts';
import { type SubmissionRef, submissionRow } from './lookup.ts';
import { assertCount, counted } from './page.ts';
import { assertVisible, logVisibility, sealedThing, type Viewer } from './seal.ts';
import { unfinishedStates } from './states.ts';
import { type IsoTime, iso } from './time.ts';

export const logLevels = ['debug', 'info', 'success', 'warning', 'error'] as const;

const lineSchema = z.strictObject({ level: z.enum(logLevels), text: z.string(), at: z.date().optional() });
export type LogLineInput = z.infer<typeof lineSchema>;

export interface LogLine {
  /** From 1. */
  readonly line: number;
  readonly at: IsoTime;
  /** Usually one of `logLevels`. */
  readonly level: string;
  readonly text: string;
}

export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly total: number;
  /** Where to read on; null at the end of a log that nothing is added to any more. */
  readonly next: number | null;
}

export interface LogOptions {
  /** Only so many of the last lines. */
  readonly tail?: number;
  /** The first line to read, from 1; ignored with `tail`. */
  readonly from?: number;
  /** At most so many lines; 1000 when it is left out. */
  readonly limit?: number;
  readonly viewer?: Viewer;
}

const defaultLimit = 1000;

export interface LogCommands {
  /**
   * Adds lines to the log of a claimed submission. Line breaks inside of a text stay inside of its line.
   *
   * @returns the number of the last line
   * @throws ArenaError `bad-format`; `conflict` when the claim is lost
   */
  appendLog(claim: Claim, lines: readonly LogLineInput[]): number;

  /**
   * Lines of a submission's log. To follow one that grows, read on from `next`.
   *
   * @throws ArenaError `not-found`, `usage`; `sealed` when the viewer may not read it yet
   */
  readLog(ref: SubmissionRef, options?: LogOptions): LogPage;
}

export function logCommands(context: Context): LogCommands {
  const { db, now } = context;
  return {
    appendLog(claim, lines) {
      const checked = parseWith(z.array(lineSchema), lines, 'log', 'correct the line');
      return db.write(() => {
        const { id } = heldSubmission(db, claim);
        let line = lastLine(db, id);
        for (const { level, text, at } of checked) {
          const row = { submission_id: id, line: ++line, at: at?.getTime() ?? now(), level, text };
          db.run(sql.insertInto('log_lines').values(row));
        }
        return line;
      });
    },

    readLog(ref, options = {}) {
      const { tail, from = 1, limit = defaultLimit, viewer = 'public' } = options;
      assertCount('line', from, Number.MAX_SAFE_INTEGER);
      assertCount('number of lines', tail ?? limit, Number.MAX_SAFE_INTEGER);
      return db.read(() => {
        const { id, state } = submissionRow(db, ref);
        assertVisible(`log of submission ${id}`, logVisibility(sealedThing(db, id), viewer));
        const log = sql.selectFrom('log_lines').where('submission_id', '=', id);
        const total = db.first(log.select(counted))?.count ?? 0;
        const first = tail === undefined ? from : Math.max(1, total - tail + 1);
        const rows = db.all(
          log
            .selectAll()
            .where('line', '>=', first)
            .orderBy('line')
            .limit(tail ?? limit),
        );
        const next = first + rows.length;
        const states: readonly string[] = unfinishedStates;
        return {
          lines: rows.map(({ line, at, level, text }) => ({ line, at: iso(at), level, text })),
          total,
          next: next <= total || states.includes(state) ? next : null,
        };
      });
    },
  };
}

function lastLine(db: Database, submissionId: number): number {
  const log = sql.selectFrom('log_lines').where('submission_id', '=', submissionId);
  return db.first(log.select('line').orderBy('line', 'desc').limit(1))?.line ?? 0;
}
