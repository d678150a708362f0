// Packs the compiled kernels into a module, as printable text that src/unpack.ts reads, so that the bundle is one file.
//
//   text      digits of base 93 (from space to `~` without `"` and `\`), most significant first: one long number that
//             the range coder below divides, so neither bytes nor a step from text to bytes come between
//   items     until all bytes are there:
//             0 literal                           a byte as 8 decisions, from the highest bit
//             1 [repeat] [distance] length        a copy; `repeat` only after a literal, `distance` unless repeated
//   number    from 1: for every bit below the highest one, from the lowest, a 1 and the bit; then a 0
//
// Every decision has a node, and of each node two slots: one by the kind of the item before, one by bytes before it.
// Their leanings are mixed by how often each was seen, and both move to what came, fast at first.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { distanceNode, eachOfLiteral, eachOfNumber, lengthNode, price, repeatNode } from './pack-nodes.mjs';
import { findCopies, parse } from './pack-parse.mjs';

const radix = 93;
const rangeFloor = 1e7;
const matchNode = 256;
const passes = 12;

/** What the decoder knows: the probability of a decision in 4096ths, learned alike on both sides. */
class Model {
  slots = new Int32Array(6e5);
  kind = 0;
  context = 0;

  /** Before an item at a position, after a copy or not. */
  enterItem(bytes, at, copied) {
    this.kind = copied ? 512 : 0;
    this.context = (bytes[at - 2] ?? 0) * 64 + 526e3;
  }

  enterLiteral(bytes, at) {
    this.context = ((bytes[at - 1] ?? 0) * 8 + ((bytes[at - 2] ?? 0) >> 5) + 4) * 256;
  }

  chance(node) {
    const p = this.slots[this.kind + node];
    const q = this.slots[this.context + node];
    const weight = (q & 15) * 8 + 4;
    const share = weight * inverse((p & 15) * 2 + weight + 1);
    return ((p >> 4) + ((((q >> 4) - (p >> 4)) * share) >> 13) + 32768) >> 4;
  }

  learn(node, bit) {
    for (const slot of [this.kind + node, this.context + node]) {
      const leaning = this.slots[slot] >> 4;
      const seen = this.slots[slot] & 15;
      const step = (((bit ? 32700 : -32700) - leaning) * inverse(seen * 2 + 3)) >> 8;
      this.slots[slot] += (step & -16) + (seen < 10 ? 1 : 0);
    }
  }
}

function inverse(value) {
  return Math.floor(8192 / value);
}

function priceOf(model, node, bit) {
  const chance = model.chance(node) / 4096;
  return price(bit ? chance : 1 - chance);
}

/** Prices before anything is known: a literal or a copy at every position, after a literal and after a copy. */
function firstPrices({ length }) {
  const flat = () => new Float64Array(length).fill(1);
  return {
    bits: Infinity,
    literals: new Float64Array(length).fill(6),
    kinds: [
      [flat(), flat()],
      [flat(), flat()],
    ],
    counts: new Float64Array(1024),
  };
}

/** Codes items; returns their size and what each choice would have cost where the model stood at that time. */
function code(bytes, items, write) {
  const model = new Model();
  const prices = { ...firstPrices(bytes), bits: 0 };
  let copied = 0;
  let repeated = 0;
  const decide = (node, bit) => {
    prices.bits += priceOf(model, node, bit);
    prices.counts[node * 2 + bit]++;
    write?.(model.chance(node), bit);
    model.learn(node, bit);
  };
  const note = (at) => {
    for (const after of [1, 0]) {
      model.enterItem(bytes, at, after);
      for (const bit of [0, 1]) prices.kinds[after][bit][at] = priceOf(model, matchNode, bit);
    }
    model.enterLiteral(bytes, at);
    prices.literals[at] = 0;
    eachOfLiteral(bytes[at], (node, bit) => {
      prices.literals[at] += priceOf(model, node, bit);
    });
  };

  let at = 0;
  for (const { distance, length } of items) {
    for (let i = at; i < at + length; i++) if (i === at || distance) note(i);
    model.enterItem(bytes, at, copied);
    decide(matchNode, distance ? 1 : 0);
    if (distance) {
      const again = !copied && distance === repeated;
      if (!copied) decide(repeatNode, again ? 1 : 0);
      if (!again) eachOfNumber(distanceNode, distance, decide);
      eachOfNumber(lengthNode, length, decide);
      repeated = distance;
    } else {
      model.enterLiteral(bytes, at);
      eachOfLiteral(bytes[at], decide);
    }
    copied = distance ? 1 : 0;
    at += length;
  }
  return prices;
}

/** The items of the best of some passes, each priced by what the one before it met. */
function chooseItems(bytes) {
  const copies = findCopies(bytes);
  let prices = firstPrices(bytes);
  let best = { bits: Infinity, items: [] };
  for (let pass = 0; pass < passes; pass++) {
    const items = parse(bytes, copies, prices);
    prices = code(bytes, items);
    if (prices.bits < best.bits) best = { bits: prices.bits, items };
  }
  return best.items;
}

export function pack(bytes) {
  let low = 0n;
  let range = 1;
  let digitCount = 0;
  code(bytes, chooseItems(bytes), (chance, bit) => {
    for (; range < rangeFloor; range *= radix) {
      low *= BigInt(radix);
      digitCount++;
    }
    const bound = (range >> 12) * chance;
    if (!bit) low += BigInt(bound);
    range = bit ? bound : range - bound;
  });
  let text = '';
  for (; digitCount > 0; digitCount--) {
    const digit = Number(low % BigInt(radix));
    text = String.fromCharCode(digit + (digit > 58 ? 34 : digit > 1 ? 33 : 32)) + text;
    low /= BigInt(radix);
  }
  return text;
}

/** The inverse, to prove the text before it is written. */
function restore(text, byteCount) {
  const model = new Model();
  const bytes = [];
  let [read, range, value, copied, distance] = [0, 1, 0, 0, 0];
  const decide = (node) => {
    for (; range < rangeFloor; range *= radix) {
      const character = text.charCodeAt(read++);
      value = value * radix + character - (character > 92 ? 34 : character > 34 ? 33 : 32);
    }
    const bound = (range >> 12) * model.chance(node);
    const bit = value < bound ? 1 : 0;
    range = bit ? bound : range - bound;
    if (!bit) value -= bound;
    model.learn(node, bit);
    return bit;
  };
  const number = (node) => (decide(node) ? decide(node + 1) + 2 * number(node + 2) : 1);
  while (bytes.length < byteCount) {
    model.enterItem(bytes, bytes.length, copied);
    copied = decide(matchNode);
    if (copied) {
      if (model.kind || !decide(repeatNode)) distance = number(distanceNode);
      for (let length = number(lengthNode); length > 0; length--) bytes.push(bytes[bytes.length - distance]);
    } else {
      model.enterLiteral(bytes, bytes.length);
      let node = 1;
      while (node < 256) node = node * 2 + decide(node);
      bytes.push(node & 255);
    }
  }
  return Uint8Array.from(bytes);
}

function main() {
  const bytes = readFileSync('build/kernels.wasm');
  const text = pack(bytes);
  if (!bytes.equals(restore(text, bytes.length))) throw new Error('The packed kernels do not unpack');
  const quoted = text.replaceAll("'", "\\'");
  writeFileSync(
    'build/kernels.ts',
    `export const byteCount = ${bytes.length};\nexport const text = '${quoted}';\n`,
  );
  process.stdout.write(`kernels.wasm: ${bytes.length} bytes, packed as ${text.length} characters\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
