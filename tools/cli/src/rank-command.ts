import { Command } from '@commander-js/extra-typings';
import { readResultFile } from '@matrix-arena/harness';
import { findRuleSet, type MergedResult, mergeResults, rankResult } from '@matrix-arena/scoring';
import { largestNoiseFloor } from './ranking-notes.ts';
import { rankingText } from './ranking-text.ts';
import { workspaceResults } from './workspace.ts';

/** `arena rank`: ranks result files again, together where they can be compared. */
export function rankCommand() {
  return new Command('rank')
    .description('rank the solutions of result files; figures that cannot be compared are ranked apart')
    .argument('[results...]', 'files written by arena bench --json; those of this checkout by default')
    .option('--json', 'print the rankings as JSON', false)
    .action(async (paths, { json }) => {
      const files = paths.length > 0 ? paths : await workspaceResults(process.cwd());
      const results = await Promise.all(files.map(readResultFile));
      const merged = mergeResults(results);
      if (json) {
        process.stdout.write(`${JSON.stringify(merged.map(rankingJson), null, 1)}\n`);
        return;
      }
      const texts = merged.map(({ result, sources }) => rankingText(result, sources));
      process.stdout.write(texts.join('\n'));
    });
}

function rankingJson({ result, sources }: MergedResult) {
  const { rows, groups, scoreToBeat } = rankResult(result, findRuleSet(result.rules), { sources });
  return {
    rules: result.rules,
    corpus: { name: result.corpus.name, sha256: result.corpus.sha256 },
    environment: result.environment,
    scoreToBeat,
    noiseFloor: largestNoiseFloor([...new Set(sources.values())]),
    solutions: rows.map((row) => ({
      ...row,
      measuredAt: sources.get(row.name)?.startedAt,
      matrixScores: Object.fromEntries(row.matrixScores),
    })),
    groups,
  };
}
