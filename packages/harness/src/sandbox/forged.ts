/** A reply that the harness's own code in the child did not write, or one that cannot be true. */
export class ForgedReplyError extends Error {
  override readonly name = 'ForgedReplyError';
  readonly code = 'ERR_FORGED_REPLY';
}
