#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ArenaError, isArenaError } from '@matrix-arena/contract';
import { commands } from './commands.ts';
import { exitCodes, failureOf } from './failure.ts';
import { help } from './help.ts';

async function main(args: readonly string[], signal: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      output: { type: 'string', short: 'o' },
      force: { type: 'boolean' },
      level: { type: 'string' },
      as: { type: 'string' },
      raw: { type: 'boolean' },
      cols: { type: 'string' },
      runs: { type: 'string' },
      json: { type: 'boolean' },
      version: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return print(help);
  if (values.version === true) return print(`${ownVersion()}\n`);
  const [name = '', ...paths] = positionals;
  const command = commands.get(name);
  if (command === undefined)
    throw usage('command', [...commands.keys()].join(', '), name === '' ? 'none' : name);
  const stray = Object.keys(values).find((option) => !command.options.includes(option));
  if (stray !== undefined) throw usage(`--${stray}`, `an option of ${name}`, 'another');
  if (paths.length !== 1) throw usage(name, 'one file', `${paths.length}`);
  await command.run(paths[0], values, signal);
}

function print(text: string): void {
  process.stdout.write(text);
}

function ownVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

function usage(what: string, expected: string, got: string): ArenaError {
  return new ArenaError('usage', { what, expected, got, hint: 'see matrix-codec --help' });
}

const stop = new AbortController();
const stopSignals = ['SIGINT', 'SIGTERM'] as const;
for (const name of stopSignals) process.on(name, onStopSignal);
// Whoever reads the output may leave before its end: then there is nobody to write for.
process.stdout.on('error', (error) => {
  process.exitCode = exitCodes.failed;
  stop.abort(error);
});

/** Only the first signal is caught: a second one ends the process at once. */
function onStopSignal(): void {
  forgetStopSignals();
  stop.abort(new ArenaError('interrupted', { what: 'stopped', hint: 'nothing was written' }));
}

function forgetStopSignals(): void {
  for (const name of stopSignals) process.off(name, onStopSignal);
}

/** Node can hang for good when its event loop runs empty while code is compiled (20.20, nodejs/node#54918): it never does. */
const busy = setInterval(() => {}, 2 ** 30);

main(process.argv.slice(2), stop.signal)
  .catch((error: unknown) => {
    const { aborted, reason } = stop.signal;
    const { message, exitCode } = failureOf(aborted && !isArenaError(error, 'interrupted') ? reason : error);
    if (message !== '') process.stderr.write(`matrix-codec: ${message}\n`);
    process.exitCode = exitCode;
    // What is still on its way to stdout may never leave: its reader need not go on.
    if (aborted) process.exit();
  })
  .finally(() => {
    clearInterval(busy);
    forgetStopSignals();
    // What was written before has left when this is called; nothing else is worth waiting for, stdin least of all.
    process.stdout.write('', () => process.exit());
  });
