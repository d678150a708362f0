// Byte planes of bfloat16 values, which lie in memory with the low byte first:
//
//     high byte                 low byte
//     15 | 14 ........ 8     7 | 6 ....... 0
//      s |    exponent (8)     |  mantissa (7)
//
// The high bytes of a matrix are much alike, the low ones are close to noise: apart, each gets statistics that fit it.
//
// All memory is one page, which never grows, so that no frame can ask for more:
//
//     0               32768           49152           65536
//     | values        | low           | high          |
//     | 2 x 16384     | 16384         | 16384         |

/** Values that one call takes at most. */
export const blockValues: i32 = 16384;
export const lowAt: i32 = 2 * blockValues;
export const highAt: i32 = 3 * blockValues;

/** Precondition: `0 <= valueCount <= blockValues`. Sixteen values at a time, then one by one. */
export function split(valueCount: i32): void {
  let i = 0;
  for (; i + 16 <= valueCount; i += 16) {
    const first = v128.load(2 * i);
    const second = v128.load(2 * i, 16);
    v128.store(
      lowAt + i,
      i8x16.shuffle(first, second, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30),
    );
    v128.store(
      highAt + i,
      i8x16.shuffle(first, second, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31),
    );
  }
  for (; i < valueCount; i++) {
    store<u8>(lowAt + i, load<u8>(2 * i));
    store<u8>(highAt + i, load<u8>(2 * i, 1));
  }
}

/** The inverse of `split`, under the same precondition. */
export function merge(valueCount: i32): void {
  let i = 0;
  for (; i + 16 <= valueCount; i += 16) {
    const low = v128.load(lowAt + i);
    const high = v128.load(highAt + i);
    v128.store(2 * i, i8x16.shuffle(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
    v128.store(2 * i, i8x16.shuffle(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), 16);
  }
  for (; i < valueCount; i++) {
    store<u8>(2 * i, load<u8>(lowAt + i));
    store<u8>(2 * i, load<u8>(highAt + i), 1);
  }
}
