import { ArenaError } from '@matrix-arena/contract';
import type { Result } from '@matrix-arena/contract/schemas';

/** What two results must have in common for their figures to be compared. */
const aspects: readonly { what: string; hint: string; of: (result: Result) => string }[] = [
  { what: 'rule set', hint: 'bench both by the same rules', of: ({ rules }) => rules },
  {
    what: 'corpus',
    hint: 'bench both on the same matrices: scores of other matrices cannot be compared',
    of: ({ corpus }) => `sha256 ${corpus.sha256}`,
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
];

/** Equal for results that may be compared. */
export function comparableKey(result: Result): string {
  return JSON.stringify(aspects.map(({ of }) => of(result)));
}

/** @throws ArenaError `conflict` that says what differs */
export function assertComparable(a: Result, b: Result): void {
  for (const { what, hint, of } of aspects) {
    if (of(a) === of(b)) continue;
    throw new ArenaError('conflict', {
      what: `${what} of the second result`,
      expected: of(a),
      got: of(b),
      hint,
    });
  }
}
