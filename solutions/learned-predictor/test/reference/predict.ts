// assembly/predict.ts.
import { type Block, f, floatOfWord, nonNegative, wordOf } from './columns.ts';

const lowestClass = -20;
const classCount = 28;

/** mean + gain · (reference - mean). */
export function predictRow(
  { cols, rowKinds, references, floats, means, predictions }: Block,
  row: number,
): void {
  const gain = rowKinds[row] / 4;
  for (let c = 0; c < cols; c++) {
    const reference = rowKinds[row] === 0 ? means[c] : floats[references[row] * cols + c];
    predictions[c] = means[c] + f(gain * f(reference - means[c]));
  }
}

/** Sets bases, stepExponents and, `at` places on, contexts of a row. */
export function chooseSteps(block: Block, row: number, at: number): void {
  for (let c = 0; c < block.cols; c++) {
    const prediction = block.predictions[c];
    const isNonNegative = (block.flags & nonNegative) !== 0;
    const magnitude = isNonNegative ? Math.max(prediction, 0) : Math.abs(prediction);
    const exponentField = wordOf(magnitude) >>> 23;
    const sigma = block.rowScales[row] + block.columnScales[c];
    const k = Math.max(Math.floor(sigma / 4) - 1, exponentField - 134, -120);
    const sigmaClass =
      Math.max(lowestClass, Math.min(lowestClass + classCount - 1, sigma - 4 * k)) - lowestClass;

    // The centre of what is rounded to the prediction; where that passes a power of two, up to twice as far.
    const centre = floatOfWord(wordOf(magnitude) + 0x8000);
    const base = Math.floor(centre / 2 ** k);
    const quarter = Math.floor((4 * centre) / 2 ** k) % 4;
    const oneSided = isNonNegative && base === 0 ? 4 * classCount : 0;
    block.contexts[at + c] = block.presences[c] === 0 ? 0 : 1 + oneSided + 4 * sigmaClass + quarter;
    const isNegative = !isNonNegative && wordOf(prediction) >>> 31 === 1;
    block.bases[c] = base | (isNegative ? 1 << 31 : 0);
    block.stepExponents[c] = k;
  }
}
