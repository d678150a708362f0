import { Command } from '@commander-js/extra-typings';
import { readResultFile } from '@matrix-arena/harness';
import { findRuleSet, type MergedResult, mergeResults, rankResult } from '@matrix-arena/scoring';
import { chosenCompetition } from './competition/choose-competition.ts';
import { withLedger } from './competition/open-ledger.ts';
import { ledgerOption, roundOption } from './competition/options.ts';
import { assertNoFiles, printRoundRanking } from './competition/round-ranking.ts';
import { largestNoiseFloor } from './ranking-notes.ts';
import { isFromCache, rankingText } from './ranking-text.ts';
import { lastBenchStart, workspaceResults } from './workspace.ts';

/** `arena rank`: ranks result files again, together where they can be compared. */
export function rankCommand() {
  return new Command('rank')
    .description(
      'rank the solutions of result files, apart where they cannot be compared; or a round, with -c',
    )
    .argument('[results...]', 'files written by arena bench --json; those of this checkout by default')
    .option('-c, --competition <id>', 'rank a round of this competition, and no files')
    .addOption(roundOption())
    .addOption(ledgerOption())
    .option('--json', 'print the rankings as JSON', false)
    .action(async (paths, { json, competition, round, ledger }) => {
      if (competition !== undefined || round !== undefined) {
        assertNoFiles(paths);
        await withLedger(ledger, 'read', (desk) =>
          printRoundRanking(desk.ledger, chosenCompetition(desk, competition), round, json),
        );
        return;
      }
      const files = paths.length > 0 ? paths : await workspaceResults(process.cwd());
      const cachedBefore = paths.length > 0 ? null : await lastBenchStart(process.cwd());
      const results = await Promise.all(files.map(readResultFile));
      const merged = mergeResults(results);
      if (json) {
        process.stdout.write(
          `${JSON.stringify(
            merged.map((one) => rankingJson(one, cachedBefore)),
            null,
            1,
          )}\n`,
        );
        return;
      }
      const texts = merged.map(({ result, sources }) => rankingText(result, { sources, cachedBefore }));
      process.stdout.write(texts.join('\n'));
    });
}

function rankingJson({ result, sources }: MergedResult, cachedBefore: string | null) {
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
      isFromCache: isFromCache(sources.get(row.name), cachedBefore),
      matrixScores: Object.fromEntries(row.matrixScores),
    })),
    groups,
  };
}
