import { ArenaError, isArenaError } from '@matrix-arena/contract';
import {
  defaultRunOptions,
  readResultFile,
  type SolutionPackage,
  screenSolution,
} from '@matrix-arena/harness';
import { findRuleSet, mergeResults, rankResult } from '@matrix-arena/scoring';
import { selectSolutions, workspaceResults } from '../workspace.ts';

/**
 * The solution to serve, screened: the one that is named; else the only one of the checkout, or the best of its stored
 * results.
 *
 * @throws ArenaError `usage` when it is not clear which, `unsupported` for a tarball, `bad-format` for one that breaks
 *   the rules, and what reading it throws
 */
export async function chooseSolution(name: string | undefined, from: string): Promise<SolutionPackage> {
  if (name !== undefined && /\.(tgz|tar\.gz)$/.test(name)) {
    throw new ArenaError('unsupported', {
      what: name,
      expected: 'a solution of the checkout, or a folder',
      got: 'a tarball',
      hint: 'serve runs code without a sandbox: unpack and read it first, or bench it with arena bench',
    });
  }
  const candidates = await selectSolutions(name === undefined ? [] : [name], from);
  const solution = candidates.length === 1 ? candidates[0] : await bestOf(candidates, from);
  const { rejection } = await screenSolution(solution, defaultRunOptions);
  if (rejection === null) return solution;
  throw new ArenaError('bad-format', {
    what: solution.manifest.name,
    hint: `rejected: ${rejection}`,
  });
}

async function bestOf(candidates: readonly SolutionPackage[], from: string): Promise<SolutionPackage> {
  const best = await bestName(from);
  const found = candidates.find(({ manifest }) => manifest.name === best);
  if (found !== undefined) return found;
  throw new ArenaError('usage', {
    what: '--solution',
    expected: `one of ${candidates.map(({ manifest }) => manifest.name).join(', ') || '(none)'}`,
    got: 'none, and no stored ranking to choose by',
    hint: 'name one, or run pnpm bench first',
  });
}

/** First of the stored results' ranking; undefined when there is no ranking of all of them. */
async function bestName(from: string): Promise<string | undefined> {
  try {
    const results = await Promise.all((await workspaceResults(from)).map(readResultFile));
    const [{ result, sources }, ...others] = mergeResults(results);
    if (others.length > 0) return undefined;
    const { rows } = rankResult(result, findRuleSet(result.rules), { sources });
    return rows.find(({ rank }) => rank === 1)?.name;
  } catch (error) {
    // No results, or some of another version: there is still a name to ask for.
    if (isArenaError(error)) return undefined;
    throw error;
  }
}
