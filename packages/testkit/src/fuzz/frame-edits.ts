import type { RandomSource } from '../matrices/random.ts';
import type { ByteRun } from './byte-run.ts';
import { editKinds, type FrameEdit } from './frame-edit-kinds.ts';
import { headerBytes } from './marks.ts';
import type { PoolFrame } from './pool.ts';
import { pick, picker } from './weighted.ts';

interface Place {
  readonly share: number;
  at(frame: PoolFrame, random: RandomSource): number;
}

/** Where edits go: formats keep their sizes and modes in front, and at the start of each part. */
const places: readonly Place[] = [
  { share: 1, at: ({ fixedBytes }, random) => random.below(fixedBytes) },
  {
    share: 40,
    at: ({ frame, fixedBytes }, random) =>
      fixedBytes + random.below(Math.min(headerBytes, frame.length - fixedBytes)),
  },
  {
    share: 20,
    at: ({ frame, marks }, random) =>
      marks.length === 0 ? random.below(frame.length) : pick(marks, random) - 4 + random.below(16),
  },
  { share: 5, at: ({ frame }, random) => Math.max(0, frame.length - 1 - random.below(16)) },
  { share: 34, at: ({ frame }, random) => random.below(frame.length) },
];

const pickKind = picker(editKinds);
const pickPlace = picker(places);

/** One to eight edits, few more often than many. */
export function drawFrameEdits(frame: PoolFrame, random: RandomSource): FrameEdit[] {
  const count = 1 + (random.below(8) & random.below(8));
  return Array.from({ length: count }, () => ({
    kind: pickKind(random),
    at: pickPlace(random).at(frame, random),
    from: pickPlace(random).at(frame, random),
    count: 1 + random.below(2 ** random.below(10)),
    value: random.uint32(),
  }));
}

export function applyFrameEdit(run: ByteRun, edit: FrameEdit, donor: Uint8Array): void {
  const end = run.length;
  edit.kind.apply(run, { ...edit, at: Math.min(edit.at, end), from: Math.min(edit.from, end) }, donor);
}

/** For a person who looks for the defect. */
export function tellFrameEdit({ kind, at, from, count, value }: FrameEdit): string {
  return `${kind.name} (at ${at}, from ${from}, count ${count}, value ${value})`;
}
