import { pathToFileURL } from 'node:url';
import type { RunContext } from './context.ts';
import type { Pool } from './pool.ts';
import { openSandboxPool } from './sandbox/pool.ts';
import type { SolutionPackage } from './solution-package.ts';
import { openThreadPool } from './thread-pool.ts';

/**
 * The workers of one solution: some that only ever compress, others that only ever decompress, so that what
 * decompresses has never seen a source. No other solution runs in them.
 */
export interface Lanes {
  readonly entryUrl: string;
  readonly compress: Pool;
  readonly decompress: Pool;
}

/** @param firstCore which of the cores sandboxed processes stay on, counted from 0; the next ones take the next */
export function openLanes(
  solution: SolutionPackage,
  { size, firstCore }: { readonly size: number; readonly firstCore: number },
  { options }: RunContext,
): Lanes {
  const { isolation, memoryLimitBytes } = options;
  const pool = (): Pool =>
    isolation === 'threads'
      ? openThreadPool(size, memoryLimitBytes)
      : openSandboxPool({ solution, size, firstCore, limits: { memoryLimitBytes }, isolation });
  return { entryUrl: pathToFileURL(solution.entryPath).href, compress: pool(), decompress: pool() };
}

export async function closeLanes(lanes: Lanes): Promise<void> {
  await Promise.all([lanes.compress.destroy(), lanes.decompress.destroy()]);
}
