import { parentPort, workerData } from 'node:worker_threads';
import type { InspectFrame } from '@matrix-arena/contract';
import type { InspectReply, InspectSetup } from './inspect-protocol.ts';

const { inspectUrl } = workerData as InspectSetup;

let loaded: Promise<InspectFrame> | undefined;

async function load(): Promise<InspectFrame> {
  const module: { default?: unknown } = await import(inspectUrl);
  if (typeof module.default === 'function') return module.default as InspectFrame;
  throw new TypeError(
    `default export of the inspect module: expected a function, got ${typeof module.default}`,
  );
}

/** Entry of the thread that takes frames apart, one after the other; what is thrown is an answer, too. */
async function reply(frame: Uint8Array): Promise<InspectReply> {
  try {
    loaded ??= load();
    return { parts: await (await loaded)(frame) };
  } catch (error) {
    return { message: error instanceof Error ? `${error.name}: ${error.message}` : `threw ${typeof error}` };
  }
}

parentPort?.on('message', async (frame: Uint8Array) => {
  const answer = await reply(frame);
  try {
    parentPort?.postMessage(answer);
  } catch {
    parentPort?.postMessage({ message: 'returned something that is no data' });
  }
});
