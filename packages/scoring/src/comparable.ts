import { ArenaError } from '@matrix-arena/contract';
import type { Result } from '@matrix-arena/contract/schemas';

interface Aspect {
  readonly what: string;
  readonly hint: string;
  /** Has to be equal. */
  of(result: Result): string;
  /** For people, where that is not what `of` gives. */
  say?(result: Result): string;
}

/** What two results must have in common for their figures to be compared. */
const aspects: readonly Aspect[] = [
  { what: 'rule set', hint: 'bench both by the same rules', of: ({ rules }) => rules },
  {
    what: 'corpus',
    hint: 'bench both on the same matrices: scores of other matrices cannot be compared',
    of: ({ corpus }) => corpus.sha256,
    say: ({ corpus: { name, matrices, sha256 } }) =>
      `${name}, ${matrices.length} matrices, sha256 ${sha256.slice(0, 12)}`,
  },
  {
    what: 'machine',
    hint: 'bench both on one machine: times of other machines cannot be compared',
    of: ({ environment: { cpu, cores, arch, node } }) => `${cpu}, cores: ${cores}, ${arch}, Node ${node}`,
  },
  {
    what: 'isolation',
    hint: 'bench both with --sandbox, or both without: a sandbox changes times',
    of: ({ plan }) => plan.isolation,
  },
  {
    what: 'timing threads',
    hint: 'bench both without --timing-threads, or both with the same: workers at once slow each other down',
    // One does no harm either, so it does not matter that it was forced.
    of: ({ plan: { timingThreads, timingThreadsFrom } }) =>
      timingThreadsFrom === 'option' && timingThreads > 1
        ? `forced ${timingThreads}`
        : 'as many as do no harm',
  },
];

/** An aspect in which two results differ, in words. */
export interface ConditionDifference {
  readonly what: string;
  readonly here: string;
  readonly first: string;
}

/** Equal for results that may be compared. */
export function comparableKey(result: Result): string {
  return JSON.stringify(aspects.map(({ of }) => of(result)));
}

/** What keeps a result from being compared with the first one; nothing where it can be. */
export function conditionDifferences(result: Result, first: Result): ConditionDifference[] {
  return differing(result, first).map(({ what, of, say = of }) => ({
    what,
    here: say(result),
    first: say(first),
  }));
}

/** @throws ArenaError `conflict` that says what differs */
export function assertComparable(a: Result, b: Result): void {
  const [aspect] = differing(a, b);
  if (aspect === undefined) return;
  const { what, hint, of, say = of } = aspect;
  throw new ArenaError('conflict', {
    what: `${what} of the second result`,
    expected: say(a),
    got: say(b),
    hint,
  });
}

function differing(a: Result, b: Result): readonly Aspect[] {
  return aspects.filter(({ of }) => of(a) !== of(b));
}
