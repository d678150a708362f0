import { CommanderError } from '@commander-js/extra-typings';
import { type ArenaErrorKind, isArenaError } from '@matrix-arena/contract';
import packageJson from '../package.json' with { type: 'json' };
import { creationCommand } from './command.ts';

/** What the process exits with; the same as for the command `arena new`. */
const exitCodes: Partial<Record<ArenaErrorKind, number>> = { usage: 2, interrupted: 130 };

/** Runs one command line, without the name of the program, and returns the exit code. */
async function runCommand(args: readonly string[]): Promise<number> {
  const command = creationCommand('create-solution')
    .version(packageJson.version, '-v, --version')
    .showHelpAfterError('(run with --help for the options)')
    .exitOverride();
  try {
    await command.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (isArenaError(error)) {
      process.stderr.write(`create-solution: ${error.message}\n`);
      return exitCodes[error.kind] ?? 1;
    }
    const { stack, message } = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(`create-solution: internal error, please report it: ${stack ?? message}\n`);
    return 1;
  }
}

process.exitCode = await runCommand(process.argv.slice(2));
