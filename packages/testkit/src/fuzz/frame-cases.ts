import { load, scatter, view } from './byte-run.ts';
import type { CaseKind, CaseSource, FrameCase } from './case.ts';
import { applyFrameEdit, drawFrameEdits, tellFrameEdit } from './frame-edits.ts';

/** Sound frames with one to eight edits. */
function mutatedFrame({ random, pool, run, keeps }: CaseSource): FrameCase {
  const source = pool.any(random);
  const donor = pool.any(random);
  const edits = drawFrameEdits(source, random);
  const kept = edits.filter((_, i) => keeps(i));
  load(run, source.frame);
  for (const edit of kept) applyFrameEdit(run, edit, donor.frame);
  return {
    type: 'frame',
    frame: view(run),
    originals: [source.matrix, donor.matrix],
    editCount: edits.length,
    tell: () =>
      [`frame of ${source.name}; other frame of ${donor.name}`, ...kept.map(tellFrameEdit)].join('; '),
  };
}

function randomBytes({ random, run }: CaseSource): FrameCase {
  run.length = random.below(2 ** (1 + random.below(12)));
  scatter(run.bytes.subarray(0, run.length), random.uint32());
  return {
    type: 'frame',
    frame: view(run),
    originals: [],
    editCount: 0,
    tell: () => `${run.length} random bytes`,
  };
}

const minPrefixBytes = 4;
const maxPrefixBytes = 20;

function randomBehindHeader({ random, pool, run }: CaseSource): FrameCase {
  const source = pool.any(random);
  load(run, source.frame);
  const wanted = minPrefixBytes + random.below(maxPrefixBytes - minPrefixBytes + 1);
  const prefixBytes = Math.min(wanted, source.frame.length);
  run.length = prefixBytes + random.below(2 ** (1 + random.below(11)));
  scatter(run.bytes.subarray(prefixBytes, run.length), random.uint32());
  return {
    type: 'frame',
    frame: view(run),
    originals: [source.matrix],
    editCount: 0,
    tell: () => `${prefixBytes} bytes of the frame of ${source.name}, then random ones`,
  };
}

export const frameKinds: readonly CaseKind[] = [
  { share: 720, name: 'mutated frame', make: mutatedFrame },
  { share: 30, name: 'random bytes', make: randomBytes },
  { share: 60, name: 'random bytes behind a header', make: randomBehindHeader },
];
