/**
 * Counts the bytes at `src` into 256 u32 counts at `counts`. Neighbouring bytes count into four tables in turn, since
 * a count that has just been written is slow to read again.
 *
 * Precondition: `counts` has room for 4 · 256 u32.
 */
export function histogramBytes(src: usize, count: i32, counts: usize): void {
  memory.fill(counts, 0, 4 * 1024);
  const whole = count & ~3;
  for (let i = 0; i < whole; i += 4) {
    const bytes = load<u32>(src + <usize>i);
    bump(counts, <usize>(bytes & 0xff));
    bump(counts + 1024, <usize>((bytes >> 8) & 0xff));
    bump(counts + 2048, <usize>((bytes >> 16) & 0xff));
    bump(counts + 3072, <usize>(bytes >> 24));
  }
  for (let i = whole; i < count; i++) bump(counts, <usize>load<u8>(src + <usize>i));
  for (let i: usize = 0; i < 1024; i += 16) {
    const sum = i32x4.add(v128.load(counts + i), v128.load(counts + i, 1024));
    v128.store(counts + i, i32x4.add(sum, i32x4.add(v128.load(counts + i, 2048), v128.load(counts + i, 3072))));
  }
}

// @ts-ignore: decorator
@inline
function bump(table: usize, symbol: usize): void {
  const at = table + (symbol << 2);
  store<u32>(at, load<u32>(at) + 1);
}
