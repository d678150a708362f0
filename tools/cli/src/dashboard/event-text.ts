import type { LedgerEvent } from '@matrix-arena/ledger';
import { scoreText } from '../competition/wording.ts';

/** What happened, with its score; an event that is not known by its own name. */
export function eventWord({ kind, detail: { score } }: Pick<LedgerEvent, 'kind' | 'detail'>): string {
  const what = kind.replace(/^(submission|round|competition)-/, '').replaceAll('-', ' ');
  return typeof score === 'number' ? `${what} ${scoreText(score)}` : what;
}

/** The same for a list of events about many things. */
export function eventText(event: LedgerEvent): string {
  const { actor, round, submission } = event;
  const roundText = round === null ? 'competition' : `round ${round}`;
  const subject = submission === null ? roundText : `submission ${submission}`;
  return `${subject} ${eventWord(event)} (${actor})`;
}
