// The earlier rows whose signatures are most like that of the row at hand, the best first.

// @ts-ignore: decorator
@inline export const CANDIDATE_COUNT = 3;

const rows: usize = memory.data(16, 16);
const products: usize = memory.data(16, 16);

export function clearCandidates(): void {
  v128.store(rows, i32x4.splat(-1));
  v128.store(products, i32x4.splat(0));
}

export function candidateAt(i: i32): i32 {
  return load<i32>(rows + ((<usize>i) << 2));
}

/** What a product has to exceed to become a candidate. */
// @ts-ignore: decorator
@inline
export function leastProduct(): i32 {
  return load<i32>(products, (CANDIDATE_COUNT - 1) << 2);
}

/** Precondition: `product` exceeds `leastProduct`. */
export function offer(row: i32, product: i32): void {
  let at: usize = (CANDIDATE_COUNT - 1) << 2;
  while (at > 0 && load<i32>(products + at - 4) < product) {
    store<i32>(products + at, load<i32>(products + at - 4));
    store<i32>(rows + at, load<i32>(rows + at - 4));
    at -= 4;
  }
  store<i32>(products + at, product);
  store<i32>(rows + at, row);
}
