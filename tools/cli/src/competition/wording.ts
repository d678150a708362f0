import type { CompetitionConfig } from '@matrix-arena/ledger';
import { colours } from '../colours.ts';
import { counted, fixed, halfWidth, toMinutes } from '../format.ts';

/** What stands where there is nothing. */
export const nothing = '–';

const digits = 4;

/** A score as it stands everywhere: four decimals, with half of its interval when that is known. */
export function scoreText(
  score: number | null,
  low: number | null = null,
  high: number | null = null,
): string {
  if (score === null || low === null || high === null) return fixed(score, digits);
  return `${fixed(score, digits)} ± ${halfWidth({ low, high }, digits)}`;
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** A time span in its two largest units, such as `2 h 5 min`. */
export function durationText(ms: number | null): string {
  if (ms === null) return nothing;
  const first = units.findIndex(([, unitMs]) => ms >= unitMs);
  if (first < 0) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${Number((ms / 1000).toFixed(1))} s`;
  let leftMs = ms;
  const parts = units.slice(first, first + 2).map(([unit, unitMs]) => {
    const whole = Math.floor(leftMs / unitMs);
    leftMs -= whole * unitMs;
    return whole === 0 ? '' : `${whole} ${unit}`;
  });
  return parts.filter(Boolean).join(' ');
}

/** A time span in its largest unit, for columns. */
export function ageText(ms: number): string {
  const [unit, unitMs] = units.find(([, least]) => ms >= least) ?? units[units.length - 1];
  return `${Math.max(0, Math.floor(ms / unitMs))} ${unit}`;
}

/** An ISO time to the minute, in UTC. */
export function timeText(time: string | null): string {
  return time === null ? nothing : `${toMinutes(time)} UTC`;
}

export function percentText(fraction: number): string {
  return `${Math.floor(100 * fraction)} %`;
}

/** The name of a field in words: `failed matrices` of `failedMatrices`. */
export function fieldLabel(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** How long each matrix is timed. */
export function measuringText({
  repeats,
  timeBudgetMs,
}: Pick<CompetitionConfig, 'repeats' | 'timeBudgetMs'>): string {
  const most = timeBudgetMs === 0 ? 'no more than these' : `more for up to ${durationText(timeBudgetMs)}`;
  return `${counted(repeats, 'pass', 'passes')} over each matrix at least, ${most}`;
}

const stateColours: Readonly<Record<string, (text: string) => string>> = {
  open: colours.green,
  scored: colours.green,
  evaluating: colours.cyan,
  screening: colours.cyan,
  rejected: colours.red,
  failed: colours.red,
  queued: colours.yellow,
  pending: colours.yellow,
  stale: colours.dim,
  replaced: colours.dim,
  completed: colours.dim,
};

/** A state of anything; one that is not known stands out, and does no harm. */
export function stateText(state: string): string {
  return (stateColours[state] ?? colours.red)(state);
}

const topTexts: Readonly<Record<string, string>> = {
  current: colours.green('current'),
  former: colours.yellow('former'),
  never: nothing,
};

export function topText(status: string): string {
  return topTexts[status] ?? colours.red(status);
}

const reasons: Readonly<Record<string, string>> = {
  'no-round': 'no round was opened so far',
  'round-completed': 'the round is completed, and the next has other inputs',
  'holder-not-re-run': 'the holder is not measured on the inputs of this round yet',
  'baseline-not-measured': 'the baseline is not measured on the inputs of this round yet',
};

/** Why there is no score to beat. */
export function reasonText(reason: string): string {
  return reasons[reason] ?? reason;
}
