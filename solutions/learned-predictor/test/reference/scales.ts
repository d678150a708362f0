// assembly/scales.ts.
import { type Block, f, rowCopy, sumInLanes, takesPart, tamed } from './columns.ts';

/** Columns are judged by at most so many rows. */
const columnRows = 256;
const leastScale = -500;

/** What prediction leaves of the deviations, by row and by column. */
export function sumRemainders(block: Block): void {
  const { rows, cols, stride, deviations, rowKinds, references, weights } = block;
  const { columnSquares, columnCounts, remainders, presentCounts } = block;
  columnSquares.fill(0);
  columnCounts.fill(0);
  block.countedRows = 0;
  for (let row = 0; row < rows; row++) {
    if (rowKinds[row] >= rowCopy) continue;
    const isPresent = (c: number): boolean => takesPart(block, row * cols + c);
    const leftAt = (c: number): number => {
      const predicted = f((rowKinds[row] / 4) * deviations[references[row] * stride + c]);
      const left = f(deviations[row * stride + c] - predicted);
      return isPresent(c) ? tamed(f(left * weights[c])) : 0;
    };
    const total = sumInLanes(1, cols, (c) => f(leftAt(c) * leftAt(c)));
    let present = 0;
    for (let c = 0; c < cols; c++) if (weights[c] !== 0 && isPresent(c)) present++;
    remainders[row] = total;
    presentCounts[row] = present;
    if (!(total > 0) || row % Math.ceil(rows / columnRows) !== 0) continue;
    block.countedRows++;
    // Every row counts the same, whatever its scale.
    const share = f(present / total);
    for (let c = 0; c < cols; c++) {
      columnSquares[c] += f(share * f(leftAt(c) * leftAt(c)));
      columnCounts[c] += isPresent(c) ? 1 : 0;
    }
  }
}

/** Scale of numbers with this mean square, in quarter octaves. Beyond float32, that of the next power of two. */
export function quarterOctaves(square: number): number {
  return Math.round(4 * Math.log2(Math.sqrt(Math.min(square, 2 ** 128))));
}

/** Scales of rows that send values, where rows without a scale get the lowest. */
export function setRowScales(block: Block, shift: number): void {
  const { rows, rowKinds, remainders, presentCounts, scaleStep } = block;
  const exact = Array.from({ length: rows }, (_, row) => {
    const isSent = rowKinds[row] < rowCopy && presentCounts[row] > 0 && remainders[row] > f(1e-30);
    if (!isSent) return leastScale;
    return Math.max(leastScale, quarterOctaves(f(remainders[row] / presentCounts[row])) + shift);
  });
  const greatest = Math.max(leastScale, ...exact);
  block.scaleBase = Math.min(...exact.filter((scale) => scale >= greatest - 127 * scaleStep));
  for (const [row, scale] of exact.entries()) block.rowScales[row] = scaleInReach(block, scale);
}

/** The nearest scale that a row can have; of two, the greater one. */
export function scaleInReach({ scaleBase, scaleStep }: Block, scale: number): number {
  const steps = Math.floor((scale - scaleBase) / scaleStep + 0.5);
  return scaleBase + scaleStep * Math.max(0, Math.min(127, steps));
}
