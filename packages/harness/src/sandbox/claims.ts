/** What a child says that its calls took, and what the host saw. All times in milliseconds. */
export interface Claim {
  readonly claimedMs: number;
  /** From before the first byte of the task was written until the head of the reply was read. */
  readonly waitedMs: number;
  /** Processor time of the child's main thread meanwhile, as the kernel counts it; null where that is not known. */
  readonly processorMs: number | null;
  /** Bytes that the child copies around the calls: inputs for all calls, and one output. */
  readonly copiedBytes: number;
}

/** The clocks of host and child are the same; this is for rounding. */
const toleranceMs = 0.01;

/**
 * What else the child has to do: read, copy and write, run timers of the solution, collect garbage. On a machine with
 * six other busy processes for two cores 20 ms were the most that was seen, with a heap of 400 MB.
 */
const spareMs = 40;
const spareShare = 0.5;
/** Far below what memory does, to be sure. */
const copiedBytesPerMs = 5e5;

/**
 * Why a claim cannot be true, or null when it can.
 *
 * The clock is the harness's own code, so a claim is false only when a solution got hold of that code. It must not
 * gain much even then. Calls of `t` ms of work can be passed off as `(t - spareMs) / (1 + spareShare)` ms, so of 120 ms
 * less than half is seen, and what is shorter than `spareMs` can be passed off as nothing. The bounds are not narrower
 * because no honest child must ever be accused. Processor time is compared, and not time on the clock, for the same
 * reason: a child may have to wait for its core, but not during work that it does not do.
 */
export function claimFault({ claimedMs, waitedMs, processorMs, copiedBytes }: Claim): string | null {
  if (!(claimedMs >= 0 && claimedMs <= waitedMs + toleranceMs))
    return `claims ${claimedMs} ms of a call that took at most ${waitedMs.toFixed(3)} ms`;
  const mostMs = (1 + spareShare) * claimedMs + spareMs + copiedBytes / copiedBytesPerMs;
  if (processorMs === null || processorMs <= mostMs) return null;
  return `claims ${claimedMs} ms of a call that took ${processorMs.toFixed(3)} ms of processor time`;
}
