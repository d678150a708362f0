// The memory of a call: a stack that each call begins anew. It grows to what the largest block takes and stays.

// @ts-ignore: decorator
@inline const ALIGNMENT: usize = 64;

let top: usize = 0;
let floor: usize = 0;

/** Keeps what has been allocated so far for good. */
export function keepAll(): void {
  floor = top;
}

export function releaseAll(): void {
  top = floor;
}

/** Room for so many bytes, whatever it holds, and at least a vector more. */
export function allocate(byteCount: i32): usize {
  if (top == 0) top = (__heap_base + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  const address = top;
  top = (address + <usize>byteCount + 2 * ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  const missing = <i32>(top >> 16) + 1 - memory.size();
  if (missing > 0) memory.grow(missing);
  return address;
}

export function allocateZeros(byteCount: i32): usize {
  const address = allocate(byteCount);
  memory.fill(address, 0, byteCount);
  return address;
}
