import { Worker } from 'node:worker_threads';
import { peerUrl } from '../locations.ts';
import { makeMatrix } from '../matrices/contents.ts';
import type { PeerResult, PeerWork } from '../run/protocol.ts';
import type { Rule } from './rule.ts';
import { assertSameBytes, assertSameMatrix } from './same.ts';

const peerCount = 2;

export const workerThreads: Rule = {
  id: 'worker-threads',
  title: 'threads at work at once agree, and decode frames of matrices that they never saw',
  async check(context) {
    const { seed } = context.options;
    const matrices = [
      makeMatrix('activations', 64, 32, seed),
      makeMatrix('accumulating-slices', 40, 128, seed),
      makeMatrix('random-bits', 3, 77, seed),
      makeMatrix('activations', 5, 0, seed),
    ];
    const unseen = makeMatrix('activations', 50, 41, seed + 1);
    const codec = await context.newCodec();
    const frames = matrices.map((matrix) => codec.compress(matrix));
    const work = {
      entryHref: context.entryHref,
      matrices,
      frames: [codec.compress(unseen)],
    };
    context.step(`${peerCount} threads`);
    const results = await Promise.all(Array.from({ length: peerCount }, () => runPeer(work)));
    for (const [peer, result] of results.entries()) {
      context.step(`thread ${peer}`);
      for (const [i, frame] of result.frames.entries()) assertSameBytes(`frame ${i}`, frame, frames[i]);
      for (const matrix of result.matrices) assertSameMatrix('matrix it never saw', matrix, unseen);
    }
  },
};

/** Runs the work in a fresh thread. A thread that hangs ends with the thread of the rules. */
function runPeer(workerData: PeerWork): Promise<PeerResult> {
  return new Promise((resolve, reject) => {
    const peer = new Worker(peerUrl, { workerData });
    peer.on('message', resolve);
    peer.on('error', reject);
    peer.on('exit', (code) => reject(new Error(`the thread ended with exit code ${code}`)));
  });
}
