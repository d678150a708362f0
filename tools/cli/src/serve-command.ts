import { availableParallelism } from 'node:os';
import { Command } from '@commander-js/extra-typings';
import { ArenaError, limits } from '@matrix-arena/contract';
import { defaultRunOptions } from '@matrix-arena/harness';
import { wholeNumber } from './option-values.ts';
import { outlastReader } from './output-errors.ts';
import { chooseSolution } from './serve/choose-solution.ts';
import { requestLog } from './serve/request-log.ts';
import { openService } from './serve/service.ts';
import { awaitStopSignal } from './serve/stop-signal.ts';

const loopback = '127.0.0.1';

/** `arena serve`: the competition's HTTP API of one solution. */
export function serveCommand() {
  const milliseconds = wholeNumber(1, 1e9);
  return new Command('serve')
    .description('serve a solution over HTTP as the competition does: /health, /compress, /decompress')
    .option(
      '--solution <name>',
      'a solution of this checkout, or a folder (default: the only one, or the best of the stored results)',
    )
    .option('--port <n>', 'port to listen on; 0 picks a free one', wholeNumber(0, 65_535), 8080)
    .option('--host <address>', 'address to listen on; there is no authentication', loopback)
    .option(
      '--concurrency <n>',
      'calls at a time, each in a thread of its own (default: one for each core)',
      wholeNumber(1, 1024),
    )
    .option('--queue <n>', 'calls that may wait or come in meanwhile; more get 503', wholeNumber(0, 1e5), 8)
    .option(
      '--max-body-bytes <n>',
      'longest body of a request; more gets 413',
      wholeNumber(1, 2 ** 31),
      limits.maxMatrixBytes,
    )
    .option(
      '--call-limit-ms <n>',
      'longest time of one call; more gets 504',
      milliseconds,
      defaultRunOptions.callLimitMs,
    )
    .option('--request-limit-ms <n>', 'longest time that a request takes to come in', milliseconds, 60_000)
    .option('--grace-ms <n>', 'how long calls may go on after SIGINT or SIGTERM', wholeNumber(0, 1e9), 5000)
    .option('--quiet', 'do not log requests', false)
    .option('--json', 'print the address and the log as lines of JSON', false)
    .addHelpText(
      'after',
      '\nAnyone who can reach the address can use it, and the solution runs without a sandbox.\n' +
        'Try it: curl -F file=@matrix.bf16 -o frame http://127.0.0.1:8080/compress',
    )
    .action(async ({ solution: name, quiet, json, graceMs, concurrency, ...options }) => {
      const solution = await chooseSolution(name, process.cwd());
      outlastReader();
      const writeError = (line: string): void => void process.stderr.write(line);
      const service = openService(solution, {
        ...options,
        concurrency: concurrency ?? availableParallelism(),
        onEntry: quiet ? () => {} : requestLog(json ? 'json' : 'text', writeError),
        onDefect: (error) => writeError(`arena serve: ${error instanceof Error ? error.stack : error}\n`),
      });
      const stop = awaitStopSignal();
      try {
        const address = await Promise.race([service.start(), stop.received.then(() => null)]);
        if (address !== null) process.stdout.write(greeting(solution.manifest, address, json));
        if ((await stop.received) === 'SIGINT')
          throw new ArenaError('interrupted', { what: 'serve', hint: 'stopped' });
      } finally {
        stop.forget();
        await service.close(graceMs);
      }
    });
}

function greeting(
  { name, version }: { readonly name: string; readonly version: string },
  address: string,
  json: boolean,
): string {
  return json
    ? `${JSON.stringify({ solution: name, version, address })}\n`
    : `arena serve: ${name} ${version} on ${address}\n`;
}
