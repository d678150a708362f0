import { exitCodes } from './exit-codes.ts';

/** Whether the process is about to end, or goes on whatever happens to its output. */
let isSettled = false;

/**
 * Ends the process when nobody reads its output any more, as with `arena … | head`, without a word about it. Work that
 * heeds signals is told by one, and tidies up.
 */
export function endWithoutReader(): void {
  // Several command lines may run in one process.
  for (const stream of [process.stdout, process.stderr])
    if (!stream.listeners('error').includes(onOutputError)) stream.on('error', onOutputError);
}

/** From now on the process goes on, whoever reads its output: for servers, whose work is another. */
export function outlastReader(): void {
  isSettled = true;
}

function onOutputError({ code, message }: NodeJS.ErrnoException): void {
  if (isSettled) return;
  isSettled = true;
  process.exitCode ||= exitCodes.failed;
  if (code !== 'EPIPE') process.stderr.write(`arena: output: cannot be written (${message})\n`);
  if (!process.emit('SIGTERM', 'SIGTERM')) process.exit();
}
