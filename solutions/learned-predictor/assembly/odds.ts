// Tables that are sent as odds, in quarters of doublings.

import { log2, powerOfQuarter, round } from './log2';
import { codeNumber } from './side-info';

// @ts-ignore: decorator
@inline const MOST = 47;

/** Odds of `count` against `others`, which are sent. */
export function codeOdds(count: u32, others: u32): i32 {
  const quarters = round(4 * (log2(<f64>count + 0.4) - log2(<f64>others + 0.4)));
  return codeNumber(max(-MOST, min(MOST, quarters)));
}

/** The share that has these odds. */
export function shareOf(quarters: i32): f64 {
  const odds = powerOfQuarter(max(-MOST, min(MOST, quarters)));
  return odds / (1 + odds);
}
