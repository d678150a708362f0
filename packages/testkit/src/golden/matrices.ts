import { matrixFromBits } from '@matrix-arena/bf16';
import { type ContentName, makeMatrix } from '../matrices/contents.ts';
import type { NamedMatrix } from '../matrices/named.ts';
import type { Shape } from '../matrices/shapes.ts';
import { nanBits, specialBits } from '../matrices/special.ts';

/** Changing it changes nothing that is stored already, only what is written next. */
const goldenSeed = 1;

const generated: readonly (readonly [ContentName, Shape])[] = [
  ['activations', [0, 5]],
  ['activations', [1, 1]],
  ['activations', [8, 32]],
  ['constant', [16, 16]],
  ['ramp', [3, 257]],
  ['gradients', [25, 32]],
  ['near-copies', [40, 32]],
  ['accumulating-slices', [16, 64]],
  ['zero-rows', [12, 41]],
  ['random-bits', [5, 13]],
];

/** Few and small, since they stay in the repository for good. */
export function goldenMatrices(): NamedMatrix[] {
  const special = [...Object.values(specialBits), ...nanBits];
  return [
    ...generated.map(([content, [rows, cols]]) => ({
      name: `${content}-${rows}x${cols}`,
      matrix: makeMatrix(content, rows, cols, goldenSeed),
    })),
    {
      name: `special-values-1x${special.length}`,
      matrix: matrixFromBits(Uint16Array.from(special), 1, special.length),
    },
  ];
}
