import { type CompetitionConfig, parseCompetitionConfig } from './config.ts';
import type { Row } from './schema/tables.ts';

/** The config of a competition that is in the ledger. */
export function configOf({ slug, config }: Row<'competitions'>): CompetitionConfig {
  return parseCompetitionConfig(JSON.parse(config), `config of ${slug}`);
}
