import { ArenaError, type Solution } from '@matrix-arena/contract';

/** @throws ArenaError `bad-format` when the module exports no solution, and whatever the module throws */
export async function loadSolution(entryHref: string): Promise<Solution> {
  const { default: solution } = (await import(entryHref)) as { default?: Partial<Solution> };
  if (typeof solution?.create !== 'function' || typeof solution.manifest !== 'object') {
    throw new ArenaError('bad-format', {
      what: `default export of ${entryHref}`,
      hint: 'export default defineSolution({ manifest, create })',
    });
  }
  return solution as Solution;
}
