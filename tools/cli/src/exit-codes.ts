import type { ArenaErrorKind } from '@matrix-arena/contract';

/** What the process exits with, the same for every command. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, limit: 3, mismatch: 4, interrupted: 130 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Kinds of errors that do not count as plain failures. */
const byKind: Partial<Record<ArenaErrorKind, ExitCode>> = {
  usage: exitCodes.usage,
  'limit-exceeded': exitCodes.limit,
  'rate-limited': exitCodes.limit,
  timeout: exitCodes.limit,
  mismatch: exitCodes.mismatch,
  interrupted: exitCodes.interrupted,
};

export function exitCodeOf(kind: ArenaErrorKind): ExitCode {
  return byKind[kind] ?? exitCodes.failed;
}
