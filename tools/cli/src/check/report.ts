/** What `arena check` looks at, in the order of its report. */
export const areas = [
  'manifest',
  'build',
  'dependencies',
  'imports',
  'size',
  'types',
  'conformance',
  'format',
  'docs',
] as const;

export type Area = (typeof areas)[number];

/** `skipped`: could not be looked at, because of what another area found. */
export type AreaOutcome = 'ok' | 'warning' | 'failed' | 'skipped';

/** One thing that is not as it should be. */
export interface Finding {
  /** Where and what, for example `src/codec.ts:12:3: imports node:fs`. */
  readonly message: string;
  /** What to do about it, as a short imperative sentence without a full stop. */
  readonly hint: string;
}

/** What became of one area of one solution. */
export interface AreaReport {
  readonly area: Area;
  readonly outcome: AreaOutcome;
  /** What was seen, in a few words. */
  readonly summary: string;
  /** Facts worth a line each, such as the bytes of each file. */
  readonly details: readonly string[];
  /** Empty when the outcome is `ok` or `skipped`. */
  readonly findings: readonly Finding[];
}

/** All areas of one solution that were asked for, in the order of `areas`. */
export interface SolutionReport {
  /** By the manifest, or the name of the folder when it tells none. */
  readonly name: string;
  readonly folder: string;
  readonly areas: readonly AreaReport[];
}

/** What `arena check --json` prints. */
export interface CheckReport {
  /** Whether no area failed; warnings do not count. */
  readonly ok: boolean;
  readonly elapsedMs: number;
  readonly solutions: readonly SolutionReport[];
}

/** What an area says of itself; its outcome follows from the findings. */
export interface Seen {
  readonly summary: string;
  readonly details?: readonly string[];
  readonly findings?: readonly Finding[];
  /** Outcome with findings. */
  readonly severity?: 'warning' | 'failed';
}

export function areaReport(
  area: Area,
  { summary, details = [], findings = [], severity = 'failed' }: Seen,
): AreaReport {
  return { area, outcome: findings.length === 0 ? 'ok' : severity, summary, details, findings };
}

export function skippedArea(area: Area, reason: string): AreaReport {
  return { area, outcome: 'skipped', summary: reason, details: [], findings: [] };
}
