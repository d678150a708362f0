// Which literals and copies stand for the bytes: the cheapest sequence at given prices.
import { distanceNode, eachOfNumber, lengthNode, price, repeatNode } from './pack-nodes.mjs';

const longestCopy = 2000;
const arrivalsKept = 4;

/** Of every position the copies that no nearer one exceeds in length, the nearest first. */
export function findCopies(bytes) {
  const common = new Uint16Array(bytes.length + 1);
  const copies = [];
  for (let at = bytes.length - 1; at >= 0; at--) {
    for (let from = 0; from < at; from++) {
      common[from] = bytes[from] === bytes[at] ? Math.min(common[from + 1] + 1, longestCopy) : 0;
    }
    copies[at] = [];
    let longest = 1;
    for (let from = at - 1; from >= 0; from--) {
      if (common[from] > longest) {
        longest = common[from];
        copies[at].push({ distance: at - from, length: longest });
      }
    }
  }
  return copies;
}

/** The cheapest items at given prices: the best arrivals at every position, from the first to the last. */
export function parse(bytes, copies, prices) {
  const { counts, literals, kinds } = prices;
  const bitPrice = (node, bit) =>
    price((counts[node * 2 + bit] + 0.4) / (counts[node * 2] + counts[node * 2 + 1] + 0.8));
  const numberPrices = (node, count) =>
    Float64Array.from({ length: count + 1 }, (_, value) => {
      let sum = 0;
      eachOfNumber(node, value, (next, bit) => {
        sum += bitPrice(next, bit);
      });
      return sum;
    });
  const lengthPrices = numberPrices(lengthNode, longestCopy);
  const distancePrices = numberPrices(distanceNode, bytes.length);
  const arrivals = Array.from({ length: bytes.length + 1 }, () => []);
  arrivals[0].push({ cost: 0, copied: 0, repeated: 0 });

  const arrive = (from, at, cost, distance, length) => {
    const list = arrivals[at + length];
    const copied = distance ? 1 : 0;
    const repeated = distance || from.repeated;
    const twin = list.findIndex((other) => other.repeated === repeated && other.copied === copied);
    if (twin >= 0 && list[twin].cost <= cost) return;
    if (twin >= 0) list.splice(twin, 1);
    const place = list.filter((other) => other.cost <= cost).length;
    list.splice(place, 0, { cost, copied, repeated, from, distance, length });
    list.length = Math.min(list.length, arrivalsKept);
  };

  for (let at = 0; at < bytes.length; at++) {
    for (const from of arrivals[at]) {
      const [literal, copy] = kinds[from.copied].map((each) => from.cost + each[at]);
      const near = from.copied ? 0 : from.repeated;
      arrive(from, at, literal + literals[at], 0, 1);
      const again = copy + bitPrice(repeatNode, 1);
      for (let n = 0; near && n < longestCopy && at + n < bytes.length; ) {
        if (bytes[at + n] !== bytes[at + n - near]) break;
        n++;
        arrive(from, at, again + lengthPrices[n], near, n);
      }
      const anew = copy + (from.copied ? 0 : bitPrice(repeatNode, 0));
      let n = 2;
      for (const { distance, length } of copies[at]) {
        if (distance === near) continue;
        const far = anew + distancePrices[distance];
        for (; n <= length; n++) arrive(from, at, far + lengthPrices[n], distance, n);
      }
    }
  }
  const items = [];
  for (let [last] = arrivals[bytes.length]; last.from; last = last.from) items.push(last);
  return items.reverse();
}
