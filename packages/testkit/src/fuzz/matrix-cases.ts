import { bytesPerValue, limits, type Matrix } from '@matrix-arena/contract';
import { contentNames, makeMatrix } from '../matrices/contents.ts';
import type { RandomSource } from '../matrices/random.ts';
import type { Shape } from '../matrices/shapes.ts';
import { load, scatter, view } from './byte-run.ts';
import type { CaseKind, CaseSource, MatrixCase } from './case.ts';
import { drawMatrixEdits, tellMatrixEdit } from './matrix-edits.ts';
import { pick, picker } from './weighted.ts';

interface ShapeKind {
  readonly share: number;
  shape(random: RandomSource): Shape;
}

const shapeKinds: readonly ShapeKind[] = [
  { share: 30, shape: ({ below }) => [below(5), below(5)] },
  { share: 30, shape: ({ below }) => [below(40), below(40)] },
  { share: 15, shape: ({ below }) => [1, below(2 ** (1 + below(12)))] },
  { share: 10, shape: ({ below }) => [below(2 ** (1 + below(11))), 1] },
  { share: 5, shape: ({ below }) => [0, below(limits.maxCols + 1)] },
  { share: 5, shape: ({ below }) => [below(limits.maxRows + 1), 0] },
  { share: 5, shape: ({ below }) => [below(200), below(10)] },
];

const pickShape = picker(shapeKinds);

function randomBits({ random, run }: CaseSource): MatrixCase {
  const [rows, cols] = pickShape(random).shape(random);
  run.length = bytesPerValue * rows * cols;
  scatter(run.bytes.subarray(0, run.length), random.uint32());
  return caseOf({ bytes: view(run), rows, cols, dtype: 'bf16' }, 'random bits');
}

function anyContent({ random }: CaseSource): MatrixCase {
  const content = pick(contentNames, random);
  const [rows, cols] = pickShape(random).shape(random);
  // Contents have scales for their columns, which would cost more than the matrix where there are no rows.
  const seed = random.uint32();
  const isEmpty = rows * cols === 0;
  const matrix: Matrix = isEmpty
    ? { bytes: new Uint8Array(), rows, cols, dtype: 'bf16' }
    : makeMatrix(content, rows, cols, seed);
  return caseOf(matrix, isEmpty ? 'no values' : `makeMatrix('${content}', ${rows}, ${cols}, ${seed})`);
}

function mutatedMatrix({ random, pool, run, keeps }: CaseSource): MatrixCase {
  const source = pick(pool.small, random);
  load(run, source.matrix.bytes);
  const matrix: Matrix = { ...source.matrix, bytes: view(run) };
  const edits = drawMatrixEdits(matrix, random);
  const kept = edits.filter((_, i) => keeps(i));
  for (const edit of kept) edit.kind.apply(matrix, edit);
  return {
    type: 'matrix',
    matrix,
    editCount: edits.length,
    tell: () => [source.name, ...kept.map(tellMatrixEdit)].join('; '),
  };
}

function caseOf(matrix: Matrix, told: string): MatrixCase {
  return { type: 'matrix', matrix, editCount: 0, tell: () => `${told}, ${matrix.rows}x${matrix.cols}` };
}

export const matrixKinds: readonly CaseKind[] = [
  { share: 50, name: 'random bits', make: randomBits },
  { share: 50, name: 'random content', make: anyContent },
  { share: 70, name: 'mutated matrix', make: mutatedMatrix },
];
