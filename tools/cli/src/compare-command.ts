import { Command } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import type { Result } from '@matrix-arena/contract/schemas';
import { readResultFile } from '@matrix-arena/harness';
import {
  type Contender,
  compareRuns,
  compareSolutions,
  defaultSeed,
  findRuleSet,
  type MergedResult,
  mergeResults,
} from '@matrix-arena/scoring';
import { comparisonText, runComparisonText } from './compare-text.ts';
import { seed } from './option-values.ts';
import { workspaceResults } from './workspace.ts';

/** `arena compare`: one solution against another, or one run against another. */
export function compareCommand() {
  return new Command('compare')
    .description('compare two solutions, or two runs of the same solutions, with 95 % intervals')
    .argument('<a>', 'name of a solution, or a result file')
    .argument('<b>', 'what to compare it with: a name with a name, a file with a file')
    .option('--results <files...>', 'result files with the solutions; those of this checkout by default')
    .option('--seed <n>', 'seed of the bootstrap that the intervals are from', seed, defaultSeed)
    .option('--json', 'print everything as JSON', false)
    .action(async (a, b, { results: paths, seed, json }) => {
      const isRuns = isFile(a) && isFile(b);
      if (isFile(a) !== isFile(b) || (isRuns && paths !== undefined)) {
        throw new ArenaError('usage', {
          what: `${a} and ${b}`,
          hint: 'name two solutions, in --results if you like, or two result files without it',
        });
      }
      const report = isRuns
        ? await reportRuns([a, b], seed)
        : await reportSolutions([a, b], paths ?? (await workspaceResults(process.cwd())), seed);
      process.stdout.write(json ? `${JSON.stringify(report.json, null, 1)}\n` : report.text);
    });
}

interface Report {
  readonly text: string;
  readonly json: unknown;
}

/** No name of a solution has a dot or a slash in it. */
function isFile(argument: string): boolean {
  return /[./\\]/.test(argument);
}

/** The newest figures of both, once for each sort of results that has them. */
async function reportSolutions(
  [a, b]: readonly [string, string],
  paths: readonly string[],
  seed: number,
): Promise<Report> {
  const merged = mergeResults(await Promise.all(paths.map(readResultFile)));
  const together = merged.filter(({ sources }) => sources.has(a) && sources.has(b));
  // Of solutions that never occur together, the comparison says what keeps them apart.
  const pairs =
    together.length > 0
      ? together.map((one) => [contender([one], a), contender([one], b)] as const)
      : [[contender(merged, a), contender(merged, b)] as const];
  const comparisons = pairs.map(([first, second]) => {
    const { result } = first;
    const comparison = compareSolutions(first, second, findRuleSet(result.rules), { seed });
    return { result, comparison };
  });
  return {
    text: comparisons.map(({ result, comparison }) => comparisonText(result, comparison)).join('\n'),
    json: comparisons.map(({ result, comparison }) => ({ ...context(result), seed, ...comparison })),
  };
}

function contender(merged: readonly MergedResult[], name: string): Contender {
  for (const { sources } of merged) {
    const result = sources.get(name);
    const solution = result?.solutions.find(({ manifest }) => manifest.name === name);
    if (result !== undefined && solution !== undefined) return { result, solution };
  }
  const known = [...new Set(merged.flatMap(({ sources }) => [...sources.keys()]))];
  throw new ArenaError('usage', {
    what: 'solution',
    expected: `one of ${known.join(', ')}`,
    got: name,
    hint: 'name one that the results have, or pass other --results',
  });
}

async function reportRuns(paths: readonly [string, string], seed: number): Promise<Report> {
  const [first, second] = await Promise.all(paths.map(readResultFile));
  const repetitions = compareRuns(first, second, findRuleSet(first.rules), { seed });
  if (repetitions.length === 0) {
    const [ofFirst, ofSecond] = [first, second].map((run) => names(run).join(', '));
    throw new ArenaError('usage', {
      what: 'solutions of both results',
      hint: `there are none: ${paths[0]} has ${ofFirst}, ${paths[1]} has ${ofSecond}`,
    });
  }
  const runs = [first, second].map(({ startedAt }, index) => ({ file: paths[index], startedAt }));
  const agree = repetitions.every(({ agrees }) => agrees);
  return {
    text: runComparisonText(first, second, repetitions),
    json: { ...context(first), seed, runs, agree, solutions: repetitions },
  };
}

function names({ solutions }: Result): string[] {
  return solutions.map(({ manifest }) => manifest.name);
}

function context({ rules, corpus, environment }: Result) {
  return { rules, corpus: { name: corpus.name, sha256: corpus.sha256 }, environment };
}
