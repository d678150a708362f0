import { randomBytes } from 'node:crypto';
import type { WorkerReply, WorkerTask } from '../worker-protocol.ts';
import { startProcess } from './boxed-process.ts';
import { claimFault } from './claims.ts';
import type { BoxCommand } from './command.ts';
import { isAllocationFailure } from './ending.ts';
import { ForgedReplyError } from './forged.ts';
import { outcomeCode, replyField, tokenBytes } from './messages.ts';
import { innermostProcess, processorMs } from './processor-time.ts';
import { type RawReply, type ReplyReader, readReply } from './reply-reader.ts';
import { copiedBytes, maxReplyBytes, taskBytes, welcomeBytes, workerReply } from './task-bytes.ts';

/** One child process, seen from the host. It answers one task at a time. */
export interface Box {
  /** Rejects with a `ForgedReplyError`, or with the reason why the process ended. The box is of no use after that. */
  ask(task: WorkerTask): Promise<WorkerReply>;
  /** Ends the process, whatever it is doing, and settles when it has ended. */
  close(): Promise<void>;
  readonly isOpen: boolean;
}

/** A reply, and what the host's clock and the kernel say of it. */
interface Exchange {
  readonly reply: RawReply;
  readonly waitedMs: number;
  readonly processorMs: number | null;
}

/**
 * Starts a child and hands it its token. Resolves when the child is ready for a task; nothing of the solution has run.
 *
 * @throws ArenaError `unavailable` when this machine cannot start the child
 */
export async function openBox({ file, args, welcome }: BoxCommand, signal: AbortSignal): Promise<Box> {
  const token = randomBytes(tokenBytes);
  const child = await startProcess(file, args);
  const { channel } = child;
  let innerPid: number | null = null;
  let failure: Error | null = null;
  let pending: { reader: ReplyReader; resolve(reply: RawReply): void; reject(error: Error): void } | null =
    null;

  /** The first reason counts: what follows from it is not the cause. */
  function fail(error: Error): void {
    failure ??= error;
    pending?.reject(failure);
    pending = null;
  }

  function refuse(error: Error): void {
    fail(error);
    child.signal('SIGKILL');
  }

  child.ended.then(fail);
  channel.on('data', (chunk: Buffer) => {
    try {
      if (pending === null) throw new ForgedReplyError('an answer that nobody asked for');
      const reply = pending.reader.push(chunk);
      if (reply === null) return;
      pending.resolve(reply);
      pending = null;
    } catch (error) {
      refuse(error as Error);
    }
  });

  /** Writes a message and reads the reply to it. */
  async function exchange(message: readonly Uint8Array[], maxPayloadBytes: number): Promise<Exchange> {
    if (failure !== null) throw failure;
    const meter = startMeter(innerPid);
    let seen = meter();
    child.signal('SIGCONT');
    const reply = await new Promise<RawReply>((resolve, reject) => {
      const onHead = (): void => {
        seen = meter();
      };
      pending = { reader: readReply(token, maxPayloadBytes, onHead), resolve, reject };
      channel.cork();
      for (const bytes of message) channel.write(bytes);
      channel.uncork();
    });
    return { reply, ...seen };
  }

  async function ask(task: WorkerTask): Promise<WorkerReply> {
    const { head, payload } = taskBytes(task);
    const answer = await exchange([head, payload], maxReplyBytes(task));
    // What is not asked must not keep a core busy, or memory: another solution may be timed meanwhile.
    child.signal('SIGSTOP');
    try {
      return believed(task, answer);
    } catch (error) {
      refuse(error as Error);
      throw error;
    }
  }

  async function close(): Promise<void> {
    child.signal('SIGKILL');
    await child.ended;
  }

  signal.addEventListener('abort', close, { once: true });
  try {
    signal.throwIfAborted();
    const { reply } = await exchange([welcomeBytes(token, welcome)], 0);
    if (reply.fields[replyField.outcome] !== outcomeCode.ready) throw new ForgedReplyError('is not ready');
    innerPid = innermostProcess(child.pid);
  } catch (error) {
    await close();
    throw error;
  } finally {
    signal.removeEventListener('abort', close);
  }
  return {
    ask,
    close,
    get isOpen() {
      return child.isOpen;
    },
  };
}

/** Starts both clocks on a process; the function that it returns reads them. */
function startMeter(pid: number | null): () => Pick<Exchange, 'waitedMs' | 'processorMs'> {
  const read = (): number | null => (pid === null ? null : processorMs(pid));
  const before = read();
  const startMs = performance.now();
  return () => {
    const waitedMs = performance.now() - startMs;
    const after = read();
    return { waitedMs, processorMs: before === null || after === null ? null : after - before };
  };
}

/** The answer, when it can be true. */
function believed(task: WorkerTask, { reply: raw, waitedMs, processorMs }: Exchange): WorkerReply {
  const reply = workerReply(task, raw);
  if (reply.outcome === 'threw' && isAllocationFailure(reply.message))
    throw Object.assign(new Error(reply.message), { code: 'ERR_WORKER_OUT_OF_MEMORY' });
  if (!('usage' in reply)) return reply;
  const { elapsedMs } = reply.usage;
  const fault = claimFault({
    claimedMs: elapsedMs,
    waitedMs,
    processorMs,
    copiedBytes: copiedBytes(task, raw.payload.length),
  });
  if (fault !== null) throw new ForgedReplyError(fault);
  return reply;
}
