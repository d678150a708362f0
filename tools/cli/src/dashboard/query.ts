import type { Query } from './data.ts';
import { pageRows } from './layout.ts';
import { type State, topScreen } from './state.ts';

/** What the screen that is shown needs of the ledger. */
export function queryOf(state: State): Query {
  const screen = topScreen(state);
  switch (screen.kind) {
    case 'competitions':
      return { kind: 'competitions', includeCompleted: screen.includeCompleted };
    case 'competition': {
      const { id, filter, sort, page, upTo } = screen;
      const { author } = state;
      return { kind: 'competition', id, filter, author, sort, page, pageSize: pageRows(state), upTo };
    }
    case 'submission':
      return { kind: 'submission', id: screen.id, matrixSort: screen.matrixSort };
    case 'file':
      return { kind: 'file', submission: screen.submission, name: screen.name };
  }
}
