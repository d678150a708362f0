import { move, transferableSymbol, valueSymbol } from 'piscina';
import { makePerformer, residentMemory } from './perform.ts';
import type { WorkerTask } from './worker-protocol.ts';

// What a solution prints is not output of the arena: it would end up in the middle of a table or of JSON.
process.stdout.write = () => true;

const perform = makePerformer(residentMemory);

/** Entry of every worker thread: answers one task of one solution. */
export default async function work(task: WorkerTask): Promise<unknown> {
  const reply = await perform(task);
  if (!('bytes' in reply)) return reply;
  // Moves the buffer to the host instead of copying it once more.
  const moved = { [transferableSymbol]: reply.bytes.buffer, [valueSymbol]: reply };
  return move(moved as unknown as Parameters<typeof move>[0]);
}
