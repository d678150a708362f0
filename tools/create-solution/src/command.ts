import { relative } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import { untilInterrupted } from '@matrix-arena/node-kit';
import { kernelLanguages } from './answers.ts';
import { completeAnswers, readUserName } from './ask.ts';
import { type Created, createSolution } from './create.ts';
import { flavours } from './flavours.ts';
import { install } from './install.ts';
import { assertFree, choosePlace, findWorkspace } from './place.ts';

/** The command that makes a solution, under the name that a program gives it. */
export function creationCommand(commandName: string) {
  return new Command(commandName)
    .description('make a solution that passes the conformance suite, to grow from')
    .argument('[name]', 'name of the solution: lower-case letters, digits and hyphens')
    .option('--author <name>', 'who wrote it (with --yes: your name in git, or in the system)')
    .addOption(new Option('--kernels <language>', 'language of the kernels').choices(kernelLanguages))
    .option('--idea <text>', 'the idea in one line')
    .option('--license <spdx>', 'licence (default: MIT)')
    .option('--dir <dir>', 'folder of the package (default: solutions/<name> in a checkout, else ./<name>)')
    .option('--yes', 'ask nothing that has a default', false)
    .option('--install', 'install its dependencies, too', false)
    .option('--json', 'ask nothing, and print what was made as JSON', false)
    .action(async (name, { dir, yes, json, install: isInstalling, ...given }) => {
      const from = process.cwd();
      const isTerminal = process.stdin.isTTY && process.stdout.isTTY && !json;
      const answers = await completeAnswers(
        { name, ...given },
        {
          yes,
          terminal: isTerminal ? { input: process.stdin, output: process.stdout } : null,
          userName: await readUserName(from),
          assertFree: (wanted) => assertFree(wanted, choosePlace(wanted, dir, from)),
        },
      );
      const created = await untilInterrupted(async (signal) => {
        const made = await createSolution(answers, { dir, from, signal });
        if (isInstalling) await install(flavours[made.flavour].manager, made.folder, signal);
        return made;
      });
      const next = nextSteps(created, isInstalling, from);
      process.stdout.write(
        json ? `${JSON.stringify({ ...created, next }, null, 1)}\n` : createdText(created, next, from),
      );
    });
}

/** Commands for the author, each to be run in the current folder after the one before it. */
function nextSteps({ name, folder, flavour }: Created, isInstalled: boolean, from: string): string[] {
  const { manager, steps } = flavours[flavour];
  const home = flavour === 'workspace' ? (findWorkspace(folder) ?? folder) : folder;
  const path = relative(from, home);
  return [
    ...(path === '' ? [] : [`cd ${quoted(path)}`]),
    ...(isInstalled ? [] : [`${manager} install`]),
    ...steps(name),
  ];
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function createdText({ folder, files, changed }: Created, next: readonly string[], from: string): string {
  const lines = [
    `made ${relative(from, folder)}: ${files.length} files`,
    ...changed.map((path) => `changed ${path}`),
    '',
    'next:',
    ...next.map((step) => `  ${step}`),
  ];
  return `${lines.join('\n')}\n`;
}
