import { ArenaError } from '@matrix-arena/contract';
import { type CompetitionConfig, type CompetitionConfigInput, parseCompetitionConfig } from './config.ts';
import { configOf } from './configs.ts';
import type { Context } from './context.ts';
import { sql } from './database.ts';
import { addEvent } from './events.ts';
import { competitionRow, currentRound } from './lookup.ts';
import { changeRound } from './round-states.ts';
import type { Row } from './schema/tables.ts';
import { assertTransition, type Stage, stageTransitions } from './states.ts';

export interface CompetitionCommands {
  /**
   * Creates a competition; it is `pending` until its first round opens.
   *
   * @throws ArenaError `bad-format` for a wrong config, `conflict` when the id is taken
   */
  createCompetition(input: CompetitionConfigInput): CompetitionConfig;

  /** @throws ArenaError `not-found` */
  competitionConfig(id: string): CompetitionConfig;

  /**
   * Puts another config in the place of a competition's. A round that runs keeps the rules and the factor that it
   * was opened with; everything else holds at once.
   *
   * @throws ArenaError `bad-format`, `not-found`, `conflict` when the competition is completed
   */
  changeConfig(input: CompetitionConfigInput): CompetitionConfig;

  /** Adds a line to what the organiser tells about a competition. */
  addNote(id: string, text: string): void;

  /**
   * Takes no more rounds. A round that runs takes no more submissions, and the competition is `completed` once it is
   * closed; without one it is so at once.
   *
   * @throws ArenaError `not-found`; `conflict` when it has ended already
   */
  endCompetition(id: string): Stage;
}

export function competitionCommands(context: Context): CompetitionCommands {
  const { db, now } = context;
  return {
    createCompetition(input) {
      const config = parseCompetitionConfig(input, 'competition');
      return db.write(() => {
        const taken = sql.selectFrom('competitions').select('id').where('slug', '=', config.id);
        if (db.first(taken) !== undefined) {
          const hint = 'is the id of another competition; choose a new one';
          throw new ArenaError('conflict', { what: config.id, hint });
        }
        const { id } = db.run(
          sql.insertInto('competitions').values({
            slug: config.id,
            state: 'pending',
            config: JSON.stringify(config),
            created_at: now(),
            started_at: null,
            ended_at: null,
          }),
        );
        addEvent(context, 'competition-pending', { competition: id });
        return config;
      });
    },

    competitionConfig(id) {
      return configOf(competitionRow(db, id));
    },

    changeConfig(input) {
      const config = parseCompetitionConfig(input, 'competition');
      return db.write(() => {
        const competition = competitionRow(db, config.id);
        if (competition.state === 'completed') {
          throw new ArenaError('conflict', {
            what: config.id,
            hint: 'is completed; create another competition',
          });
        }
        const changes = { config: JSON.stringify(config) };
        db.run(sql.updateTable('competitions').set(changes).where('id', '=', competition.id));
        addEvent(context, 'config-changed', { competition: competition.id }, { before: competition.config });
        return config;
      });
    },

    addNote(id, text) {
      db.write(() => {
        const competition = competitionRow(db, id);
        db.run(sql.insertInto('notes').values({ competition_id: competition.id, at: now(), text }));
        addEvent(context, 'note-added', { competition: competition.id });
      });
    },

    endCompetition(id) {
      return db.write(() => {
        const competition = competitionRow(db, id);
        const round = currentRound(db, competition.id);
        const isRunning = round !== null && round.state !== 'completed';
        if (isRunning && round.state === 'open') changeRound(context, round, 'evaluating');
        const to = isRunning ? 'evaluating' : 'completed';
        changeCompetition(context, competition, to);
        return to;
      });
    },
  };
}

/** @throws ArenaError `conflict` for a change of state that there is not */
export function changeCompetition(context: Context, competition: Row<'competitions'>, to: Stage): void {
  const { db, now } = context;
  const { id, slug, state } = competition;
  assertTransition(`competition ${slug}`, stageTransitions, state, to);
  const times = to === 'open' ? { started_at: now() } : to === 'completed' ? { ended_at: now() } : {};
  db.run(
    sql
      .updateTable('competitions')
      .set({ state: to, ...times })
      .where('id', '=', id),
  );
  addEvent(context, `competition-${to}`, { competition: id });
}
