/** Crockford's base 32: no I, L, O or U, in the order of their values. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A ULID: 10 digits of time in milliseconds, then 16 that are random. Keys sort by time, and two ledgers do not give the
 * same one to two submissions.
 *
 * @param random 10 bytes
 */
export function submissionKey(timeMs: number, random: Uint8Array): string {
  const time = base32(BigInt(timeMs), 10);
  const rest = random.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  return time + base32(rest, 16);
}

function base32(value: bigint, length: number): string {
  let text = '';
  for (let left = value; text.length < length; left >>= 5n) text = digits[Number(left & 31n)] + text;
  return text;
}
