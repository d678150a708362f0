// Coders of streams whose tables come with the block.

import { coderCursor, isCoderAtEnd, startCoder } from './context-rans';
import { allocate } from './memory';
import { fillAllOwners } from './tables';

/** Starts a coder whose table came with the block; without entries there is none. */
export function startTableCoder(coder: usize, stream: usize, entries: usize, contextCount: usize): void {
  if (entries == 0) return;
  const owners = allocate(<i32>(contextCount << 12));
  fillAllOwners(entries, contextCount, owners);
  startCoder(coder, stream, owners, entries);
}

/** Whether a coder has come to the end of its stream, and that is here. */
export function endsAt(coder: usize, end: usize): bool {
  return isCoderAtEnd(coder) && coderCursor(coder) == end;
}
