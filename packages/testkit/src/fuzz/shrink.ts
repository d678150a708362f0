import { sortOf } from './sort-of-failure.ts';

/**
 * Leaves out one edit after the other, as long as the case still fails in the same way.
 *
 * @param failure how the case fails with all edits
 * @param attempt does the case without some edits; the message of its failure, if it fails
 * @returns the edits that are not needed, counted from 0
 */
export function fewestEdits(
  editCount: number,
  failure: string,
  attempt: (dropped: ReadonlySet<number>) => string | undefined,
): ReadonlySet<number> {
  const dropped = new Set<number>();
  for (let edit = editCount - 1; edit >= 0; edit--) {
    dropped.add(edit);
    const message = attempt(dropped);
    if (message === undefined || sortOf(message) !== sortOf(failure)) dropped.delete(edit);
  }
  return dropped;
}
