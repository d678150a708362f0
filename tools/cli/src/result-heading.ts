import type { Result } from '@matrix-arena/contract/schemas';
import { findRuleSet } from '@matrix-arena/scoring';
import { colours } from './colours.ts';
import { counted, megabytes } from './format.ts';

/** Where, on what and by which rules a result was made. */
export function resultHeading(result: Result): string {
  const { name, formula } = findRuleSet(result.rules);
  return [environmentLine(result), corpusLine(result), `${name}: ${formula}`].map(colours.dim).join('\n');
}

function environmentLine({ environment }: Result): string {
  const { cpu, cores, node, os, loadAverageStart, loadAverageEnd } = environment;
  const load = `load ${loadAverageStart.toFixed(2)} to ${loadAverageEnd.toFixed(2)}`;
  return [cpu, counted(cores, 'core', 'cores'), `Node ${node}`, os, revision(environment), load].join(' · ');
}

/** The commit that a run was made from. */
export function revision({ commit, dirty }: Result['environment']): string {
  return commit === null ? 'no checkout' : `commit ${commit.slice(0, 10)}${dirty ? ' with changes' : ''}`;
}

function corpusLine({ corpus, solutions }: Result): string {
  const { matrices, name, poolCount, roundSeed, sha256 } = corpus;
  const bytes = matrices.reduce((sum, { originalBytes }) => sum + originalBytes, 0);
  const sample = matrices.length === poolCount ? '' : ` of ${poolCount} (seed ${roundSeed})`;
  const amount = `${counted(matrices.length, 'matrix', 'matrices')}${sample}, ${megabytes(bytes)}`;
  return `${name}: ${amount}, sha256 ${sha256.slice(0, 12)}${samples(solutions)}`;
}

/** How many samples a matrix has, from the fewest to the most. */
function samples(solutions: Result['solutions']): string {
  const counts = solutions.flatMap(({ trials }) =>
    trials.flatMap((trial) => (trial.outcome === 'ok' ? trial.stages.length : [])),
  );
  if (counts.length === 0) return '';
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const range = fewest === most ? '' : `${fewest} to `;
  return ` · ${range}${counted(most, 'sample', 'samples')} each, medians`;
}
