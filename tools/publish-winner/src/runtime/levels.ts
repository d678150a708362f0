import { codecError } from './errors.ts';

/** How much time compression is worth: `store` none, `best` what the winner takes. */
export const levels = ['store', 'best'] as const;
export type Level = (typeof levels)[number];

export interface CompressOptions {
  /** Default `best`. */
  readonly level?: Level | undefined;
}

/** @throws CodecError `invalid-argument` for a level that does not exist */
export function checkedLevel(level: unknown = 'best'): Level {
  const known = levels.find((one) => one === level);
  if (known !== undefined) return known;
  throw codecError('invalid-argument', 'compress', 'level', {
    expected: levels.join(' or '),
    got: String(level),
  });
}
