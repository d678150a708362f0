import type { Result } from '@matrix-arena/contract/schemas';
import type { ConditionDifference } from './types.ts';

/** What keeps results apart, in words. Which ones may be ranked together is for scoring to say. */
const conditions: readonly { what: string; of: (result: Result) => string }[] = [
  { what: 'rule set', of: ({ rules }) => rules },
  {
    what: 'corpus',
    of: ({ corpus: { name, matrices, sha256 } }) =>
      `${name}, ${matrices.length} matrices, sha256 ${sha256.slice(0, 12)}`,
  },
  {
    what: 'machine',
    of: ({ environment: { cpu, cores, arch, node } }) => `${cpu}, cores: ${cores}, ${arch}, Node ${node}`,
  },
  { what: 'isolation', of: ({ plan }) => plan.isolation },
];

/** In what a result differs from the first one. */
export function differences(result: Result, first: Result): ConditionDifference[] {
  return conditions
    .map(({ what, of }) => ({ what, here: of(result), first: of(first) }))
    .filter(({ here, first: there }) => here !== there);
}

/** The same for the same conditions. */
export function conditionsId(result: Result): string {
  return JSON.stringify([result.corpus.sha256, ...conditions.map(({ of }) => of(result))]);
}
