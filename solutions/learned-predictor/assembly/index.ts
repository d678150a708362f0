import { keepAll } from './memory';
import { initRans } from './rans-lanes';
import { initResiduals } from './residuals';
import { initShapes } from './shapes';

export { blockOf, decodeBlock, encodeBlock, roomForPayload } from './block';
export { checksum } from './checksum';
export { allocate, releaseAll } from './memory';
export { setPrice } from './price';
export { findWidth } from './width';

/** Builds all tables. Call once, before anything else. */
export function start(): void {
  initRans();
  initResiduals();
  initShapes();
  keepAll();
}
