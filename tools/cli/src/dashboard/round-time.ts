import type { RoundInfo } from '@matrix-arena/ledger';

/** How far a round is whose submissions end by time; null for one that is not. */
export function roundTime(
  { state, openedAt, closesAt }: RoundInfo,
  now: number,
): { readonly share: number; readonly leftMs: number } | null {
  if (state !== 'open' || openedAt === null || closesAt === null) return null;
  const [start, end] = [Date.parse(openedAt), Date.parse(closesAt)];
  const share = Math.min(1, Math.max(0, (now - start) / (end - start)));
  return { share, leftMs: Math.max(0, end - now) };
}
