import { constants } from 'node:os';

/** How a child ended: as the system tells it, and the last that it wrote to its error stream. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderrTail: string;
}

/** What engines and libraries say when there is no memory left. */
const outOfMemory = /out of memory|Allocation failed|bad_alloc|Cannot allocate memory|allocation failed/i;

/** The error for a child that ended by itself; `ERR_WORKER_OUT_OF_MEMORY` when it was for want of memory. */
export function endingError({ exitCode, signal, stderrTail }: Ending): Error & { code: string } {
  const endedBy = signal ?? signalOf(exitCode);
  const how = endedBy === null ? `exit code ${exitCode}` : endedBy;
  // Nobody here killed it: that was the system, which does so when memory runs out.
  const isMemory = endedBy === 'SIGKILL' || (exitCode !== 0 && outOfMemory.test(stderrTail));
  const message = `the process ended with ${how}${isMemory ? ', out of memory' : ''}${reason(stderrTail)}`;
  return Object.assign(new Error(message), {
    code: isMemory ? 'ERR_WORKER_OUT_OF_MEMORY' : 'ERR_WORKER_EXIT',
  });
}

/** Whether an error that a solution threw came from a limit on memory: allocation fails then, and code may go on. */
export function isAllocationFailure(message: string): boolean {
  return /^(RangeError|Error): .*(allocation failed|could not allocate memory|Out of memory)/i.test(message);
}

/** A box passes on the signal that ended its process as 128 + its number. */
function signalOf(exitCode: number | null): NodeJS.Signals | null {
  if (exitCode === null || exitCode <= 128) return null;
  const found = Object.entries(constants.signals).find(([, number]) => number === exitCode - 128);
  return (found?.[0] as NodeJS.Signals | undefined) ?? null;
}

function reason(stderrTail: string): string {
  const line = stderrTail.split('\n').find((text) => /error|fatal|bwrap:|prlimit:|taskset:/i.test(text));
  return line === undefined ? '' : `: ${line.trim().slice(0, 200)}`;
}
