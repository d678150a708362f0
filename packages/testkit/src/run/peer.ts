import { parentPort, workerData } from 'node:worker_threads';
import { loadSolution } from './load-solution.ts';
import type { PeerResult, PeerWork } from './protocol.ts';

const { entryHref, matrices, frames } = workerData as PeerWork;
const codec = await (await loadSolution(entryHref)).create();

const result: PeerResult = {
  frames: matrices.map((matrix) => codec.compress(matrix)),
  matrices: frames.map((frame) => codec.decompress(frame)),
};
parentPort?.postMessage(result);
