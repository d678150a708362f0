// assembly/signatures.ts, lists.ts and candidates.ts.
import { type Block, f } from './columns.ts';

const signatureNorm = 8000;
const mostLists = 64;
const mostCompared = 1536;
const listsSearched = 3;
const chunkRows = 64;
const candidateCount = 3;

/** Some deviations of every row, evenly spaced, brought to one length and cut to whole numbers. */
export function signRows({ rows, cols, stride, deviations, signatures, signatureLength }: Block): void {
  const taken = Math.min(signatureLength, cols);
  for (let row = 0; row < rows; row++) {
    const picked = Array.from(
      { length: taken },
      (_, i) => deviations[row * stride + Math.floor((i * cols) / taken)],
    );
    const energy = picked.reduce((sum, y) => f(sum + f(y * y)), 0);
    const scale = energy > 0 ? f(signatureNorm / f(Math.sqrt(energy))) : 0;
    for (let i = 0; i < signatureLength; i++) {
      signatures[row * signatureLength + i] = i < taken ? Math.trunc(f(picked[i] * scale)) : 0;
    }
  }
}

export interface Candidate {
  readonly row: number;
  readonly product: number;
}

/** Rows searched so far, by list; a list is looked through chunk by chunk, the newest first. */
export class Lists {
  readonly #block: Block;
  readonly #centres: readonly number[];
  readonly #lists: number[][][];

  constructor(block: Block) {
    this.#block = block;
    const listCount = block.rows > mostCompared ? mostLists : 1;
    this.#centres = Array.from({ length: listCount }, (_, i) => Math.floor((i * block.rows) / mostLists));
    this.#lists = Array.from({ length: listCount }, () => []);
  }

  /** The three most alike of the rows added so far, in the lists of the nearest centres; then adds the row. */
  search(row: number): Candidate[] {
    const nearest = best(this.#candidates(row, this.#centres), listsSearched, Number.NEGATIVE_INFINITY).map(
      ({ row: centre }) => this.#lists[this.#centres.indexOf(centre)],
    );
    const compared = nearest.flatMap((list) => list.toReversed().flat());
    const found = best(this.#candidates(row, compared), candidateCount, 0);
    const own = nearest[0];
    if (own.length === 0 || own[own.length - 1].length === chunkRows) own.push([]);
    own[own.length - 1].push(row);
    return found;
  }

  #candidates(row: number, others: readonly number[]): Candidate[] {
    return others.map((other) => ({ row: other, product: this.#product(row, other) }));
  }

  #product(a: number, b: number): number {
    const { signatures, signatureLength: length } = this.#block;
    let product = 0;
    for (let i = 0; i < length; i++) product += signatures[a * length + i] * signatures[b * length + i];
    return product;
  }
}

/** Those with the greatest products above `least`; of equals, the first ones. */
function best(candidates: readonly Candidate[], count: number, least: number): Candidate[] {
  return candidates
    .filter(({ product }) => product > least)
    .sort((a, b) => b.product - a.product)
    .slice(0, count);
}
