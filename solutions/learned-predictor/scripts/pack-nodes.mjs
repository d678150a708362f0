// What the packer decides, decision by decision; see pack-wasm.mjs for the format.

export const repeatNode = 257;
export const lengthNode = 258;
export const distanceNode = 288;

/** Bits that a decision of a probability takes. */
export function price(probability) {
  return -Math.log2(probability);
}

/** Calls back with node and bit of every decision of a literal. */
export function eachOfLiteral(byte, use) {
  for (let node = 1, i = 7; i >= 0; i--) {
    const bit = (byte >> i) & 1;
    use(node, bit);
    node = node * 2 + bit;
  }
}

/** Calls back with node and bit of every decision of a number. */
export function eachOfNumber(node, value, use) {
  let next = node;
  for (let rest = value; rest > 1; rest >>= 1) {
    use(next, 1);
    use(next + 1, rest & 1);
    next += 2;
  }
  use(next, 0);
}
