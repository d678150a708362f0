import type { Visibility } from '@matrix-arena/ledger';
import { timeText } from '../competition/wording.ts';

/** Why something may not be read yet, and until when. */
export function sealText(visibility: Exclude<Visibility, { visible: true }>): string {
  const { reason, revealAt, roundState, roundEndsAt } = visibility;
  const end = roundEndsAt === null ? '' : `, which takes submissions until ${timeText(roundEndsAt)}`;
  switch (reason) {
    case 'round-not-completed':
      return `Logs and results are kept back until the round is completed: they would tell of inputs that are still in use. It is ${roundState} now${end}.`;
    case 'code-not-revealed':
      return revealAt === null
        ? 'Code is kept back until some time after its evaluation, which has not ended yet.'
        : `Code is kept back until ${timeText(revealAt)}.`;
    case 'code-not-accessible':
      return 'It was never evaluated, so that its code stays with its author.';
    default:
      return `It is kept back: ${reason satisfies never}.`;
  }
}
