import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { isArenaError } from '@matrix-arena/contract';
import type { RuleContext } from '../rules/rule.ts';
import { rules } from '../rules/rules.ts';
import { loadSolution } from './load-solution.ts';
import type { WorkerMessage, WorkerRequest, WorkerSetup } from './protocol.ts';

const { packageHref, solution, options } = workerData as WorkerSetup;

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

/** Runs one rule; what it throws becomes the violation, in front of it the case in which it happened. */
async function judge(ruleId: WorkerRequest): Promise<WorkerMessage> {
  let current = '';
  const context: RuleContext = {
    ...solution,
    packageDir: new URL(packageHref),
    options,
    solution: () => loadSolution(solution.entryHref),
    newCodec: async () => (await loadSolution(solution.entryHref)).create(),
    step: (name) => {
      current = name;
      send({ type: 'step', step: name });
    },
  };
  const startedMs = performance.now();
  try {
    await rules.find(({ id }) => id === ruleId)?.check(context);
    // A promise that the codec left rejected ends the thread now, so that no later rule is blamed for it.
    await setImmediate();
    return { type: 'verdict', elapsedMs: performance.now() - startedMs, violation: undefined };
  } catch (error) {
    const violation = current === '' ? describe(error) : `${current}: ${describe(error)}`;
    return { type: 'verdict', elapsedMs: performance.now() - startedMs, violation };
  }
}

/** Errors of the suite speak for themselves; anything else was thrown by the codec. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  return error.name === 'Error' || isArenaError(error) ? error.message : `${error.name}: ${error.message}`;
}

parentPort?.on('message', async (ruleId: WorkerRequest) => send(await judge(ruleId)));
