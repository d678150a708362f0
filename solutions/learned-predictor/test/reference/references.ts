// assembly/references.ts.
import { type Block, f, rowCopy, rowZero, sumInLanes, wordOf } from './columns.ts';
import { Lists, signRows } from './search.ts';

const longestDistance = 65_535;
const referenceBits = 4;
const sameDistanceBits = 2;
const patience = 1024;

/** log2 between powers of two by a straight line, in float32. */
export function roughLog2(x: number): number {
  return f(f(f(wordOf(x)) / 2 ** 23) - 127);
}

interface Choice {
  readonly reference: number;
  /** Gain in quarters. */
  readonly kind: number;
  /** Energy that is left. */
  readonly left: number;
  readonly saving: number;
}

/** What a reference saves, in bits beyond what it costs; undefined if it points away. */
export function choiceOf(block: Block, row: number, reference: number, cost: number): Choice | undefined {
  const { cols, stride, deviations, energies } = block;
  const own = deviations.subarray(row * stride, row * stride + cols);
  const other = deviations.subarray(reference * stride, reference * stride + cols);
  const product = sumInLanes(4, cols, (c) => f(own[c] * other[c]));
  if (!(energies[reference] > 0) || !(product > 0)) return undefined;
  const kind = Math.max(1, Math.min(7, roundToEven(f(f(4 * product) / energies[reference]))));
  const gain = kind / 4;
  const energy = energies[row];
  const predicted = f(f(2 * gain) * product);
  const left = Math.max(
    f(f(energy - predicted) + f(gain * gain * energies[reference])),
    f(energy * f(0.00001)),
  );
  const ratio = f(energy / left);
  // Energies beyond float32 tell nothing.
  if (Number.isNaN(ratio)) return undefined;
  return { reference, kind, left, saving: f(f(f(cols / 2) * roughLog2(ratio)) - cost) };
}

/** Sets kinds, references and remainders. Precondition: deviations, their energies, the kinds of zero rows. */
export function findReferences(block: Block): void {
  const { rows, rowKinds, energies, remainders, references } = block;
  signRows(block);
  const lists = new Lists(block);
  let distance = 0;
  let found = 0;
  let isSearching = true;
  for (let row = 0; row < rows; row++) {
    remainders[row] = energies[row];
    references[row] = 0;
    if (rowKinds[row] === rowZero) continue;
    if (!(energies[row] > 0)) {
      // Nothing but means: at best the same as the row before.
      if (row === 0 || !isSameRow(block, row, row - 1)) continue;
      rowKinds[row] = rowCopy;
      references[row] = row - 1;
      continue;
    }
    if (row === patience && found < patience / 64) isSearching = false;

    const choices: (Choice | undefined)[] = [];
    if (distance > 0 && distance <= row) {
      choices.push(choiceOf(block, row, row - distance, sameDistanceBits));
    }
    const cost = f(referenceBits + roughLog2(row + 1));
    for (const candidate of isSearching ? lists.search(row) : []) {
      const back = row - candidate.row;
      if (back !== distance && back <= longestDistance)
        choices.push(choiceOf(block, row, candidate.row, cost));
    }
    // Of equals the first.
    let best: Choice | undefined;
    for (const choice of choices) if (choice && choice.saving > (best?.saving ?? 0)) best = choice;
    if (!best) continue;
    found++;
    distance = row - best.reference;
    rowKinds[row] = best.kind === 4 && isSameRow(block, row, best.reference) ? rowCopy : best.kind;
    references[row] = best.reference;
    remainders[row] = best.left;
  }
}

/** The nearest whole number, of two the even one. */
export function roundToEven(x: number): number {
  const low = Math.floor(x);
  if (x - low !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}

function isSameRow({ cols, values }: Block, a: number, b: number): boolean {
  for (let c = 0; c < cols; c++) if (values[a * cols + c] !== values[b * cols + c]) return false;
  return true;
}
