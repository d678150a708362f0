// In BigInt, reduced to 32 bits after every step: this is xxHash32's round and avalanche, with 16 lanes instead of 4.

const p1 = 0x9e3779b1n;
const p2 = 0x85ebca77n;
const p3 = 0xc2b2ae3dn;
const p4 = 0x27d4eb2fn;

const word = (x: bigint): bigint => x % (1n << 32n);
const rotl = (x: bigint, bits: bigint): bigint => word(x << bits) + (x >> (32n - bits));

export function checksum(bytes: Uint8Array, seed: number): number {
  const padded = new Uint8Array(Math.ceil(bytes.length / 64) * 64);
  padded.set(bytes);
  const view = new DataView(padded.buffer);

  // Lane l begins with p(1 + (l + l / 4) % 4): each group of four lanes is turned by one against the group before.
  const primes = [p1, p2, p3, p4];
  const lanes = Array.from({ length: 16 }, (_, lane) => primes[(lane + Math.floor(lane / 4)) % 4] ?? 0n);
  for (let at = 0; at < padded.length; at += 64) {
    lanes.forEach((x, lane) => {
      const input = BigInt(view.getUint32(at + 4 * lane, true));
      lanes[lane] = word(rotl(word(x + input * p2), 13n) * p1);
    });
  }

  let hash = word(BigInt(seed) + BigInt(bytes.length));
  for (const x of lanes) hash = word(rotl(word(hash + x * p3), 17n) * p4);
  hash = word((hash ^ (hash >> 15n)) * p2);
  hash = word((hash ^ (hash >> 13n)) * p3);
  return Number(hash ^ (hash >> 16n));
}
