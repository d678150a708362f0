import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { isArenaError } from '@matrix-arena/contract';
import { arenaVersion } from '@matrix-arena/harness';
import { exitCodeOf, exitCodes } from './exit-codes.ts';

type LoadCommand = () => Promise<CommandUnknownOpts>;

/** By name, in the order of the help, by who needs them. Each is loaded when it is called: some need large libraries. */
const commandGroups: Readonly<Record<string, Readonly<Record<string, LoadCommand>>>> = {
  'Make a solution:': {
    new: async () => (await import('./new-command.ts')).newCommand(),
    check: async () => (await import('./check-command.ts')).checkCommand(),
    explain: async () => (await import('./explain-command.ts')).explainCommand(),
  },
  'Measure:': {
    bench: async () => (await import('./bench-command.ts')).benchCommand(),
    rank: async () => (await import('./rank-command.ts')).rankCommand(),
    compare: async () => (await import('./compare-command.ts')).compareCommand(),
    replay: async () => (await import('./replay-command.ts')).replayCommand(),
    report: async () => (await import('./report-command.ts')).reportCommand(),
    corpus: async () => (await import('./corpus-command.ts')).corpusCommand(),
  },
  'Take part:': {
    init: async () => (await import('./competition/init-command.ts')).initCommand(),
    submit: async () => (await import('./competition/submit-command.ts')).submitCommand(),
    list: async () => (await import('./competition/list-command.ts')).listCommand(),
    result: async () => (await import('./competition/result-command.ts')).resultCommand(),
    dashboard: async () => (await import('./dashboard-command.ts')).dashboardCommand(),
  },
  'Organise:': {
    competitions: async () => (await import('./competition/competitions-command.ts')).competitionsCommand(),
    round: async () => (await import('./competition/round-command.ts')).roundCommand(),
    evaluate: async () => (await import('./competition/evaluate-command.ts')).evaluateCommand(),
  },
  'Use:': {
    publish: async () => (await import('./publish-command.ts')).publishCommand(),
    serve: async () => (await import('./serve-command.ts')).serveCommand(),
  },
  'Learn:': {
    docs: async () => (await import('./competition/docs-command.ts')).docsCommand(),
    version: async () => (await import('./competition/version-command.ts')).versionCommand(),
  },
};

/** Runs one command line, without the name of the program, and returns the exit code. */
export async function runCli(args: readonly string[]): Promise<number> {
  const program = new Command('arena')
    .description('An arena for lossless codecs of neural activations')
    .version(arenaVersion, '-v, --version')
    .showHelpAfterError('(run with --help for the options)')
    // An option behind a command is that command's, also where the one above it has the same.
    .enablePositionalOptions();
  await addCommands(program, args[0]);
  overrideExit(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    return report(error);
  }
}

/** The command that is called; all of them where none is, since help and suggestions name them. */
async function addCommands(program: Command, called: string | undefined): Promise<void> {
  if (called === '-v' || called === '--version') return;
  const groups = Object.entries(commandGroups);
  const isKnown = groups.some(([, commands]) => called !== undefined && Object.hasOwn(commands, called));
  for (const [heading, commands] of groups) {
    program.commandsGroup(heading);
    for (const [name, load] of Object.entries(commands))
      if (!isKnown || name === called) program.addCommand(await load());
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
