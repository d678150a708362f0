import { Worker } from 'node:worker_threads';
import { workerUrl } from '../locations.ts';
import type { Rule } from '../rules/rule.ts';
import type { ResolvedOptions } from './options.ts';
import type { WorkerMessage, WorkerRequest, WorkerSetup } from './protocol.ts';
import type { RuleReport } from './report.ts';
import { openPackage, type SolutionPackage } from './solution-package.ts';

/** One solution under test: a thread that judges rule after rule, replaced when it hangs or dies. */
export interface Session {
  /** One rule at a time. Never rejects for what a solution does: that is a failed report. */
  check(rule: Rule): Promise<RuleReport>;
  close(): Promise<void>;
}

interface Verdict {
  readonly elapsedMs: number;
  readonly violation: string | undefined;
}

/** @param packageDir folder of the solution, with a slash at its end */
export function openSession(packageDir: URL, options: ResolvedOptions): Session {
  let worker: Worker | undefined;
  let onMessage = (_message: WorkerMessage): void => {};
  let onDeath = (_cause: string): void => {};

  function start(solution: SolutionPackage): Worker {
    const workerData: WorkerSetup = { packageHref: packageDir.href, solution, options };
    // The parent's flags may name loaders that the thread has no use for.
    const started = new Worker(workerUrl, { workerData, execArgv: [] });
    const die = (cause: string): void => {
      if (worker !== started) return;
      worker = undefined;
      onDeath(cause);
    };
    started.on('message', (message: WorkerMessage) => {
      if (worker === started) onMessage(message);
    });
    started.on('error', (error) => die(String(error)));
    started.on('exit', (code) => die(`exit code ${code}`));
    return started;
  }

  async function close(): Promise<void> {
    const closing = worker;
    worker = undefined;
    await closing?.terminate();
  }

  async function judge(id: WorkerRequest, solution: SolutionPackage): Promise<Verdict> {
    const startedMs = performance.now();
    let step = 'before the first case';
    let timer: NodeJS.Timeout | undefined;
    const verdict = await new Promise<Verdict>((resolve) => {
      const end = (violation: string): void =>
        resolve({ elapsedMs: performance.now() - startedMs, violation });
      timer = setTimeout(
        () => end(`${step}: took longer than ${options.ruleLimitMs} ms`),
        options.ruleLimitMs,
      );
      onDeath = (cause) => end(`${step}: the thread ended, ${cause}`);
      onMessage = (message) => {
        if (message.type === 'step') step = message.step;
        else resolve(message);
      };
      worker ??= start(solution);
      worker.postMessage(id);
    });
    clearTimeout(timer);
    return verdict;
  }

  async function check({ id, title }: Rule): Promise<RuleReport> {
    const { elapsedMs, violation } = await openPackage(packageDir).then(
      (solution) => judge(id, solution),
      (error: unknown) => ({ elapsedMs: 0, violation: messageOf(error) }),
    );
    if (violation === undefined) return { id, title, elapsedMs, outcome: 'passed' };
    // A thread that broke a rule may be in any state, hanging included: the next rule gets a fresh one.
    await close();
    return { id, title, elapsedMs, outcome: 'failed', message: `${violation} [seed ${options.seed}]` };
  }

  return { check, close };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
