import type { Codec } from '@matrix-arena/contract';
import { type ContentName, contentNames, makeMatrix } from '../matrices/contents.ts';
import { type NamedMatrix, specialMatrices } from '../matrices/named.ts';
import type { RandomSource } from '../matrices/random.ts';
import type { Shape } from '../matrices/shapes.ts';
import { assertSameMatrix, copyMatrix } from '../rules/same.ts';
import { countFixedBytes, findMarks } from './marks.ts';
import { pick, picker } from './weighted.ts';

/** A sound frame, what it stands for, and where its parts may begin. */
export interface PoolFrame extends NamedMatrix {
  readonly frame: Uint8Array;
  /** Offsets in bytes. */
  readonly marks: readonly number[];
  /** How many bytes at the front are the same in all frames. */
  readonly fixedBytes: number;
}

/** What cases are made from, compressed once. */
export interface Pool {
  /** Mostly small ones, since they cost little; now and then one that is large enough for every mode of a format. */
  any(random: RandomSource): PoolFrame;
  readonly small: readonly PoolFrame[];
}

interface Tier {
  /** Of ten thousand picks. */
  readonly share: number;
  readonly shapes: readonly Shape[];
  readonly contents: readonly ContentName[];
}

const smallShapes: readonly Shape[] = [
  [0, 0],
  [0, 5],
  [7, 0],
  [1, 1],
  [1, 2],
  [2, 1],
  [3, 5],
  [4, 8],
  [1, 64],
  [5, 13],
  [10, 20],
  [16, 16],
  [8, 32],
  [300, 1],
  [1, 300],
  [12, 41],
  [24, 32],
];

const tiers: readonly Tier[] = [
  { share: 7800, shapes: smallShapes, contents: contentNames },
  {
    share: 1900,
    shapes: [
      [64, 64],
      [1, 4096],
      [300, 40],
    ],
    contents: contentNames,
  },
  {
    share: 190,
    shapes: [[200, 200]],
    contents: ['near-copies', 'accumulating-slices', 'gradients', 'sparse'],
  },
  { share: 108, shapes: [[1, 40_000]], contents: ['activations', 'random-bits'] },
  // More values than formats put into one block, few enough bytes to change the place where blocks meet.
  { share: 2, shapes: [[2049, 1025]], contents: ['zeros'] },
];

/** A frame that did not get small is of no use among the largest. */
const maxPoolFrameBytes = 100_000;

/** @throws a violation when a matrix does not come back, and whatever the codec throws */
export function makePool(codec: Codec, seed: number): Pool {
  const made = tiers.map((tier) => matricesOf(tier, seed));
  made[0].push(...specialMatrices(seed));
  const framed = made.map((matrices) =>
    matrices
      .map((named) => ({ ...named, frame: roundTrip(codec, named) }))
      .filter(({ frame }) => frame.length <= maxPoolFrameBytes),
  );
  const frames = framed.flat().map(({ frame }) => frame);
  const fixedBytes = countFixedBytes(frames);
  const marks = new Map(findMarks(frames).map((offsets, i) => [frames[i], offsets]));
  const filled = framed.map((entries, i) => ({
    share: entries.length === 0 ? 0 : tiers[i].share,
    entries: entries.map((entry) => ({ ...entry, fixedBytes, marks: marks.get(entry.frame) ?? [] })),
  }));
  const pickTier = picker(filled);
  return { any: (random) => pick(pickTier(random).entries, random), small: filled[0].entries };
}

function matricesOf({ shapes, contents }: Tier, seed: number): NamedMatrix[] {
  return shapes.flatMap(([rows, cols]) =>
    contents.map((content) => ({
      name: `${content} ${rows}x${cols}`,
      matrix: makeMatrix(content, rows, cols, seed),
    })),
  );
}

/** @returns the frame */
function roundTrip(codec: Codec, { name, matrix }: NamedMatrix): Uint8Array {
  const original = copyMatrix(matrix);
  const frame = codec.compress(matrix);
  assertSameMatrix(name, codec.decompress(frame), original);
  return frame;
}
