import { parentPort, workerData } from 'node:worker_threads';
import { type FuzzMessage, type FuzzRequest, type FuzzSetup, slot, stage } from './protocol.ts';
import { startRunner } from './runner.ts';

const setup = workerData as FuzzSetup;

function enter(next: number): void {
  Atomics.add(setup.status, slot.beat, 1);
  Atomics.store(setup.status, slot.stage, next);
}

const runner = await startRunner(setup);
enter(stage.waiting);

async function answer(request: FuzzRequest): Promise<FuzzMessage> {
  return request.type === 'run'
    ? runner.run(request.range, request.isThorough)
    : { type: 'told', ...runner.tell(request.index) };
}

parentPort?.on('message', async (request: FuzzRequest) => {
  enter(stage.working);
  const message = await answer(request);
  enter(stage.waiting);
  parentPort?.postMessage(message);
});
