/** Times are whole milliseconds in the tables, and ISO 8601 in UTC for who asks. */
export type IsoTime = string;

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export function iso(ms: number): IsoTime {
  return new Date(ms).toISOString();
}

export function isoOrNull(ms: number | null): IsoTime | null {
  return ms === null ? null : iso(ms);
}
