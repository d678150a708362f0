import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FramePart } from '@matrix-arena/contract';
import { assertFrameParts, type Finding, type Trial } from '@matrix-arena/contract/schemas';
import type { CorpusMatrix } from '@matrix-arena/corpus';
import pMap from 'p-map';
import { assertNotInterrupted } from './call-worker.ts';
import type { RunContext } from './context.ts';
import { type InspectThread, openInspectThread } from './inspect-thread.ts';
import type { RunOptions } from './options.ts';
import { readable } from './readable.ts';
import type { SolutionPackage } from './solution-package.ts';
import type { Verification } from './verify.ts';

/** What a solution says of its frames. */
export interface Inspection {
  /** By id of the matrix. */
  readonly parts: ReadonlyMap<string, readonly FramePart[]>;
  readonly finding: Finding | null;
}

/** All frames of one solution; what is left then has no parts. */
const inspectLimitMs = 60_000;

/** Only what is trusted runs beside the harness; in a sandbox there is no place for it. */
export function isInspected({ manifest }: SolutionPackage, { isolation }: RunOptions): boolean {
  return isolation === 'threads' && manifest.inspect !== undefined;
}

/**
 * Takes the verified frames apart, with the inspect modules of their solutions: between verification and timing, in
 * threads that end before it. Lets go of each frame.
 *
 * @throws ArenaError `interrupted` when the run's own signal ends it
 */
export async function inspectFrames(
  verifications: readonly Verification[],
  matrices: readonly Pick<CorpusMatrix, 'id'>[],
  context: RunContext,
): Promise<Map<Verification, Inspection>> {
  const total = verifications.reduce((sum, { frames }) => sum + frames.size, 0);
  let done = 0;
  const onFrame = (what: string): void => context.onEvent({ phase: 'inspect', done: ++done, total, what });
  const inspections = await pMap(
    verifications.filter(({ frames }) => frames.size > 0),
    async (verification) => {
      // In the order of the corpus, in which they need not have been verified.
      const ids = matrices.map(({ id }) => id).filter((id) => verification.frames.has(id));
      return [verification, await inspectOne(verification, ids, context, onFrame)] as const;
    },
    { concurrency: context.options.verifyThreads },
  );
  return new Map(inspections);
}

/** A trial with the parts of its frame, if they are known. */
export function withParts(trial: Trial, inspection: Inspection | undefined): Trial {
  const parts = inspection?.parts.get(trial.matrix);
  return trial.outcome === 'ok' && parts !== undefined ? { ...trial, parts: [...parts] } : trial;
}

async function inspectOne(
  { solution, frames }: Verification,
  ids: readonly string[],
  { options, signal }: RunContext,
  onFrame: (what: string) => void,
): Promise<Inspection> {
  const { manifest, manifestPath } = solution;
  const inspectUrl = pathToFileURL(resolve(dirname(manifestPath), manifest.inspect ?? '')).href;
  const thread = openInspectThread(inspectUrl, options.memoryLimitBytes);
  const parts = new Map<string, readonly FramePart[]>();
  const failures: string[] = [];
  const start = performance.now();
  const end = (): void => void thread.close();
  signal.addEventListener('abort', end, { once: true });
  try {
    for (const id of ids) {
      const frame = frames.get(id) as Uint8Array;
      frames.delete(id);
      const leftMs = Math.max(1, Math.round(inspectLimitMs - (performance.now() - start)));
      const inspected = await partsOf(thread, frame, Math.min(options.callLimitMs, leftMs));
      assertNotInterrupted(signal);
      onFrame(`${manifest.name} on ${id}`);
      if ('parts' in inspected) parts.set(id, inspected.parts);
      else failures.push(`frame of ${id}: ${readable(inspected.message)}`);
      if ('isOver' in inspected) break;
    }
  } finally {
    signal.removeEventListener('abort', end);
    frames.clear();
    await thread.close();
  }
  return { parts, finding: findingOf(failures, ids.length - parts.size) };
}

type Inspected =
  | { readonly parts: readonly FramePart[] }
  | { readonly message: string }
  /** The thread is of no use any more. */
  | { readonly message: string; readonly isOver: true };

async function partsOf(thread: InspectThread, frame: Uint8Array, limitMs: number): Promise<Inspected> {
  const frameBytes = frame.length;
  let reply: Awaited<ReturnType<InspectThread['inspect']>>;
  try {
    reply = await thread.inspect(frame, limitMs);
  } catch (error) {
    return { message: (error as Error).message, isOver: true };
  }
  if ('message' in reply) return reply;
  try {
    return { parts: assertFrameParts(reply.parts, frameBytes) };
  } catch (error) {
    return { message: (error as Error).message };
  }
}

function findingOf(failures: readonly string[], missingCount: number): Finding | null {
  if (failures.length === 0) return null;
  const frames = missingCount === 1 ? 'frame has' : 'frames have';
  return { kind: 'inspect-failed', message: `${missingCount} ${frames} no parts; ${failures[0]}` };
}
