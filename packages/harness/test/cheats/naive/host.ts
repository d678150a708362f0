import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What a naive worker tells; which of it depends on the task. */
export interface Reply {
  readonly outcome: string;
  readonly token?: string;
  readonly message?: string;
  readonly messageLength?: number;
  readonly elapsedMs: number;
  /** The same by a clock that was kept before the solution was loaded. */
  readonly keptMs: number;
  readonly length: number;
  readonly isBytes: boolean;
  readonly base64: string;
  readonly inputLength: number;
  readonly rows: number;
  readonly cols: number;
  readonly isSound: boolean;
  readonly wasDebugged: boolean;
  readonly hasEveryMethod: boolean;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that runs a solution without any defence. */
export interface Naive {
  readonly pid: number;
  readonly exit: Promise<Exit>;
  /** The first thing that comes back after the task, whoever wrote it; null when nothing does in time. */
  ask(task: object, patienceMs?: number): Promise<Reply | null>;
  /** What it has printed. */
  printed(): string;
  /** Tells it that there will be no more tasks. */
  endTasks(): void;
  kill(): Promise<void>;
}

interface Surroundings {
  readonly cwd: string;
  readonly env: Record<string, string>;
}

/** Should the test itself be ended, what never ends comes to an end by so many seconds of processor time. */
const limited = 'ulimit -t 60; exec "$0" "$@"';

/** Starts a script of this folder. */
export function openNaive(script: 'worker.js' | 'threads.js', { cwd, env }: Surroundings): Naive {
  const path = new URL(script, import.meta.url).pathname;
  const child = spawn('/bin/sh', ['-c', limited, process.execPath, path], {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${script} cannot be started`);
  const exit = new Promise<Exit>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => printed.push(String(data)));
  const replies = readReplies(child.stdio[3] as Readable);
  // It may be gone.
  child.stdin?.on('error', () => {});
  return {
    pid,
    exit,
    async ask(task, patienceMs = 10_000) {
      child.stdin?.write(`${JSON.stringify(task)}\n`);
      return replies.next(patienceMs);
    },
    printed: () => printed.join(''),
    endTasks: () => child.stdin?.end(),
    kill: () => killed(child, exit),
  };
}

async function killed(child: ChildProcess, exit: Promise<Exit>): Promise<void> {
  child.kill('SIGKILL');
  await exit;
}

/** Lines as they come; what is no JSON is passed over. */
function readReplies(stream: Readable): { next(patienceMs: number): Promise<Reply | null> } {
  const waiting: Reply[] = [];
  let deliver: ((reply: Reply) => void) | undefined;
  createInterface({ input: stream }).on('line', (line) => {
    const reply = parsed(line);
    if (reply === null) return;
    if (deliver === undefined) waiting.push(reply);
    else deliver(reply);
  });
  return {
    next: (patienceMs) =>
      new Promise((resolve) => {
        const first = waiting.shift();
        const settle = (reply: Reply | null): void => {
          clearTimeout(timer);
          deliver = undefined;
          resolve(reply);
        };
        const timer = setTimeout(settle, first === undefined ? patienceMs : 0, first ?? null);
        if (first === undefined) deliver = settle;
      }),
  };
}

function parsed(line: string): Reply | null {
  try {
    return JSON.parse(line) as Reply;
  } catch {
    return null;
  }
}
