/** Passes tasks on to two threads of its process, and their answers back; `thread` says which, none means itself. */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';

const replyDescriptor = 3;
const workers = [0, 1].map(() => new Worker(new URL('worker.js', import.meta.url)));
const answer = (reply) => writeSync(replyDescriptor, `${JSON.stringify(reply)}\n`);

for (const worker of workers) worker.on('message', answer);
createInterface({ input: process.stdin }).on('line', (line) => {
  const { thread, ...task } = JSON.parse(line);
  if (thread === undefined) answer({ outcome: 'seen', wasDebugged: globalThis.cheatWasHere === true });
  else workers[thread].postMessage(task);
});
