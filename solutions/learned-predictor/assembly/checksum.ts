// The checksum of the original: 16 lanes of the round of xxHash32 (Collet), so that four vectors hide the latency of
// the multiplication, folded into one word at the end.
//
//     lane l of 16:  x = rotl(x + word · P2, 13) · P1   over the words l, l + 16, l + 32, …
//     then:          h = seed + length;  for each lane:  h = rotl(h + x · P3, 17) · P4;  the avalanche of xxHash32

// @ts-ignore: decorator
@inline const P1: i32 = 0x9e3779b1;
// @ts-ignore: decorator
@inline const P2: i32 = 0x85ebca77;
// @ts-ignore: decorator
@inline const P3: u32 = 0xc2b2ae3d;
// @ts-ignore: decorator
@inline const P4: u32 = 0x27d4eb2f;

// @ts-ignore: decorator
@inline
function round(lanes: v128, words: v128): v128 {
  const sum = i32x4.add(lanes, i32x4.mul(words, i32x4.splat(P2)));
  const turned = v128.or(i32x4.shl(sum, 13), i32x4.shr_u(sum, 19));
  return i32x4.mul(turned, i32x4.splat(P1));
}

const folded: usize = memory.data(64, 16);

/**
 * Checksum of `byteCount` bytes; a matrix of several blocks gives each the checksum before it as the seed. The bytes
 * behind them, up to a multiple of 64, are set to zero first; the length goes into the hash, so that they do not make
 * two inputs equal.
 */
export function checksum(src: usize, byteCount: i32, seed: u32): u32 {
  const whole = (byteCount + 63) & ~63;
  memory.fill(src + <usize>byteCount, 0, whole - byteCount);
  let lanes0 = i32x4(P1, P2, <i32>P3, <i32>P4);
  let lanes1 = i32x4(P2, <i32>P3, <i32>P4, P1);
  let lanes2 = i32x4(<i32>P3, <i32>P4, P1, P2);
  let lanes3 = i32x4(<i32>P4, P1, P2, <i32>P3);
  for (let i = 0; i < whole; i += 64) {
    const at = src + <usize>i;
    lanes0 = round(lanes0, v128.load(at));
    lanes1 = round(lanes1, v128.load(at, 16));
    lanes2 = round(lanes2, v128.load(at, 32));
    lanes3 = round(lanes3, v128.load(at, 48));
  }
  v128.store(folded, lanes0);
  v128.store(folded, lanes1, 16);
  v128.store(folded, lanes2, 32);
  v128.store(folded, lanes3, 48);
  let hash = seed + <u32>byteCount;
  for (let lane: usize = 0; lane < 64; lane += 4) hash = rotl<u32>(hash + load<u32>(folded + lane) * P3, 17) * P4;
  hash = (hash ^ (hash >> 15)) * <u32>P2;
  hash = (hash ^ (hash >> 13)) * P3;
  return hash ^ (hash >> 16);
}
