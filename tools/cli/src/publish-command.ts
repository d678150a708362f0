import { Command, Option } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import { poolOption } from './competition/evaluation-options.ts';
import { competitionOption, jsonOption, ledgerOption } from './competition/options.ts';
import { isTerminal } from './competition/submit-prompts.ts';
import { wholeNumber } from './option-values.ts';

/** `arena publish`: from the winner of a round to a package that anyone can install. */
export function publishCommand() {
  return new Command('publish')
    .description('prove the winner of a round again, make the npm package of it, and publish that')
    .addOption(competitionOption())
    .addOption(
      new Option('-r, --round <n>', 'a completed round (default: the newest one)').argParser(
        wholeNumber(1, 1e6),
      ),
    )
    .addOption(
      new Option(
        '--solution <name>',
        'a solution of this checkout instead, or a folder: you vouch for it',
      ).conflicts(['competition', 'round', 'pool', 'ledger']),
    )
    .option('--registry <url>', 'where to publish (default: what npm is set to)')
    .option('--version <x>', 'version of the package (default: follows from the one before)')
    .option('--publish', 'publish it after a question', false)
    .addOption(
      new Option('--dry-run', 'do everything but that; what happens without --publish').conflicts('publish'),
    )
    .option('-y, --yes', 'do not ask', false)
    .option('--out <dir>', 'keep the package, its tarball and the result in a new folder')
    .addOption(poolOption())
    .option('--quick', '3 passes: to try things out; its README says so', false)
    .addOption(ledgerOption())
    .addOption(jsonOption())
    .action(async ({ dryRun: _, ...flags }) => {
      if (flags.publish && flags.json && !flags.yes) {
        const hint = 'it asks nothing, since it would not show what about; pass --yes as well';
        throw new ArenaError('usage', { what: '--json with --publish', hint });
      }
      if (flags.publish && !flags.yes && !isTerminal()) {
        const hint = 'pass --yes, or look at it first without --publish';
        throw new ArenaError('usage', {
          what: 'publish',
          expected: 'a terminal to ask on',
          got: 'none',
          hint,
        });
      }
      // The tools that make packages are large, and no other command needs them.
      const { runPublish } = await import('./publish/run.ts');
      await runPublish(flags);
    });
}
