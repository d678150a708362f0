// Depths of small values. The table is sent as odds of each depth against all deeper ones; zero comes first.

import { histogramBytes } from './histogram';
import { Job } from './job';
import { allocate } from './memory';
import { codeOdds, shareOf } from './odds';
import { decodeRans, encodeRans } from './rans';
import { DEPTH_OF_ZERO, LAST_DEPTH } from './residuals';
import { codeDepths } from './side-info';
import { fillSlots, setEntries } from './tables';

/** Fewer depths than this have no stream and no table, each is sent among the side information. */
// @ts-ignore: decorator
@inline const MIN_STREAM = 2048;

const entries: usize = memory.data(64, 16);
const shares: usize = memory.data(128, 16);
const counts: usize = memory.data(4096, 16);

/** Sends depths as side information, or their table. */
export function sendDepths(job: Job): void {
  if (job.depthCount < MIN_STREAM) {
    codeDepths(job.depths, job.depthCount);
    return;
  }
  histogramBytes(job.depths, job.depthCount, counts);
  codeDepthTable(job.depthCount);
}

/** Writes the stream of depths, if there is one, and returns its end. */
export function putDepths(job: Job, out: usize): usize {
  if (job.depthCount < MIN_STREAM) return out;
  const padded = (job.depthCount + 15) & ~15;
  memory.fill(job.depths + <usize>job.depthCount, load<u8>(job.depths), padded - job.depthCount);
  const end = allocate(64 + 2 * padded + 16) + 64 + 2 * padded + 16;
  const begin = encodeRans(job.depths, padded, entries, end);
  memory.copy(out, begin, end - begin);
  return out + (end - begin);
}

/** The inverse of `sendDepths`. */
export function receiveDepths(job: Job): void {
  if (job.depthCount < MIN_STREAM) codeDepths(job.depths, job.depthCount);
  else codeDepthTable(0);
}

/** The inverse of `putDepths`: returns where the stream ended, or 0 if it is damaged. */
export function takeDepths(job: Job, at: usize): usize {
  if (job.depthCount < MIN_STREAM) return at;
  const slots = allocate(4 * 4096);
  fillSlots(entries, 16, slots);
  return decodeRans(at, job.depths, (job.depthCount + 15) & ~15, slots);
}

/** In both directions. */
function codeDepthTable(total: i32): void {
  let left: f64 = 1;
  let deeper = total;
  for (let i = 0; i < 15; i++) {
    const depth: usize = i == 0 ? DEPTH_OF_ZERO : i;
    const count = load<u32>(counts + (depth << 2));
    deeper -= count;
    const share = left * shareOf(codeOdds(count, deeper));
    left -= share;
    store<f64>(shares + (depth << 3), depth == LAST_DEPTH ? share + left : share);
  }
  setEntries(entries, shares, 16);
}
