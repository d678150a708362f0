import type { CandidateList } from './candidates.ts';

/** Each table looks at other signs: a row that differs in an eighth of them is found with a chance of 0.97. */
const tableCount = 16;
const hashBits = 12;
/** Signs that a table looks at, of the 32 or 64 there are. */
const signsPerHash = 12;
const seed = 12_345;

/** Finds earlier rows with similar signs: rows that agree in a table's signs meet in its slot. */
export class SignIndex {
  private readonly slots = new Int32Array(tableCount << hashBits).fill(-1);
  private readonly masks = new Int32Array(2 * tableCount);

  constructor(
    private readonly signs: Int32Array,
    columnCount: number,
  ) {
    let state = seed;
    for (let table = 0; table < tableCount; table++) {
      for (let chosen = 0; chosen < Math.min(signsPerHash, columnCount); ) {
        // A linear congruential generator (Numerical Recipes); its upper bits are good enough here.
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
        const column = (state >>> 8) % columnCount;
        const word = 2 * table + (column >> 5);
        if (((this.masks[word] >>> (column & 31)) & 1) === 1) continue;
        this.masks[word] |= 1 << (column & 31);
        chosen++;
      }
    }
  }

  /** Offers the rows that met this one, and enters it. */
  lookUp(row: number, candidates: CandidateList): void {
    const { signs, masks, slots } = this;
    const first = signs[2 * row];
    const second = signs[2 * row + 1];
    for (let table = 0; table < tableCount; table++) {
      const hash =
        Math.imul(first & masks[2 * table], 0x9e3779b1) ^
        Math.imul(second & masks[2 * table + 1], 0x85ebca77);
      const slot = (table << hashBits) | (hash >>> (32 - hashBits));
      const other = slots[slot];
      slots[slot] = row;
      if (other < 0) continue;
      const distance = differingSigns(first ^ signs[2 * other], second ^ signs[2 * other + 1]);
      if (distance < candidates.limit) candidates.offer(other, distance);
    }
  }
}

/** Number of bits set in two words (H. S. Warren, Hacker's Delight, 5-1). */
export function differingSigns(first: number, second: number): number {
  return onesIn(first) + onesIn(second);
}

function onesIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
