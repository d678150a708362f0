import { dirname } from 'node:path';
import type { SolutionPackage } from '../solution-package.ts';
import { findSandboxTools } from './availability.ts';
import type { BoxPlan, Runtime } from './command.ts';
import { findLibraries } from './libraries.ts';
import { findRuntime } from './runtime.ts';

/** What a box is for. */
export interface BoxInput {
  readonly solution: SolutionPackage;
  readonly limits: { readonly memoryLimitBytes: number };
  readonly isolation: BoxPlan['isolation'];
  /** What runs in the box, if not the harness itself. */
  readonly runtime?: Runtime;
}

/** All of a plan that is the same for each box of a solution. */
export type Prepared = Omit<BoxPlan, 'core'>;

/**
 * Finds everything that has to be in a box.
 *
 * @throws ArenaError when a library of the solution is not there
 */
export async function prepare({ solution, limits, isolation, runtime }: BoxInput): Promise<Prepared> {
  const [tools, libraries] = await Promise.all([findSandboxTools(), findLibraries(solution)]);
  return {
    isolation,
    tools,
    runtime: runtime ?? findRuntime(),
    entryPath: solution.entryPath,
    folder: dirname(solution.entryPath),
    libraries,
    memoryLimitBytes: limits.memoryLimitBytes,
  };
}
