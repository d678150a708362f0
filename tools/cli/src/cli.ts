import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { isArenaError } from '@matrix-arena/contract';
import { arenaVersion } from '@matrix-arena/harness';
import { benchCommand } from './bench-command.ts';
import { checkCommand } from './check-command.ts';
import { compareCommand } from './compare-command.ts';
import { competitionsCommand } from './competition/competitions-command.ts';
import { docsCommand } from './competition/docs-command.ts';
import { evaluateCommand } from './competition/evaluate-command.ts';
import { initCommand } from './competition/init-command.ts';
import { listCommand } from './competition/list-command.ts';
import { resultCommand } from './competition/result-command.ts';
import { roundCommand } from './competition/round-command.ts';
import { submitCommand } from './competition/submit-command.ts';
import { versionCommand } from './competition/version-command.ts';
import { corpusCommand } from './corpus-command.ts';
import { dashboardCommand } from './dashboard-command.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { explainCommand } from './explain-command.ts';
import { newCommand } from './new-command.ts';
import { publishCommand } from './publish-command.ts';
import { rankCommand } from './rank-command.ts';
import { replayCommand } from './replay-command.ts';
import { reportCommand } from './report-command.ts';
import { serveCommand } from './serve-command.ts';

/** In the order of the help, by who needs them. */
const commandGroups: Readonly<Record<string, readonly (() => CommandUnknownOpts)[]>> = {
  'Make a solution:': [newCommand, checkCommand, explainCommand],
  'Measure:': [benchCommand, rankCommand, compareCommand, replayCommand, reportCommand, corpusCommand],
  'Take part:': [initCommand, submitCommand, listCommand, resultCommand, dashboardCommand],
  'Organise:': [competitionsCommand, roundCommand, evaluateCommand],
  'Use:': [publishCommand, serveCommand],
  'Learn:': [docsCommand, versionCommand],
};

/** Runs one command line, without the name of the program, and returns the exit code. */
export async function runCli(args: readonly string[]): Promise<number> {
  const program = new Command('arena')
    .description('An arena for lossless codecs of neural activations')
    .version(arenaVersion, '-v, --version')
    .showHelpAfterError('(run with --help for the options)')
    // An option behind a command is that command's, also where the one above it has the same.
    .enablePositionalOptions();
  for (const [heading, commands] of Object.entries(commandGroups)) {
    program.commandsGroup(heading);
    for (const command of commands) program.addCommand(command());
  }
  overrideExit(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    return report(error);
  }
}

/** Makes commander throw instead of ending the process, in this command and all below it. */
function overrideExit(command: CommandUnknownOpts): void {
  command.exitOverride();
  for (const child of command.commands) overrideExit(child);
}

/** One line for a user's mistake. Anything else is a defect of ours and shows where it happened. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (isArenaError(error)) {
    process.stderr.write(`arena: ${error.message}\n`);
    return exitCodeOf(error.kind);
  }
  const { stack, message } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`arena: internal error, please report it: ${stack ?? message}\n`);
  return exitCodes.failed;
}
