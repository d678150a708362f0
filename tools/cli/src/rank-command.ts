import { Command } from '@commander-js/extra-typings';
import { readResultFile } from '@matrix-arena/harness';
import { mergeResults } from '@matrix-arena/scoring';
import { rankingText } from './ranking-text.ts';
import { workspaceResults } from './workspace.ts';

/** `arena rank`: ranks result files again, together where they can be compared. */
export function rankCommand() {
  return new Command('rank')
    .description('rank the solutions of result files; figures that cannot be compared are ranked apart')
    .argument('[results...]', 'files written by arena bench --json; those of this checkout by default')
    .action(async (paths) => {
      const files = paths.length > 0 ? paths : await workspaceResults(process.cwd());
      const results = await Promise.all(files.map(readResultFile));
      const merged = mergeResults(results);
      const texts = merged.map(({ result, measuredAt }) =>
        rankingText(result, results.length > 1 ? measuredAt : undefined),
      );
      process.stdout.write(texts.join('\n'));
    });
}
