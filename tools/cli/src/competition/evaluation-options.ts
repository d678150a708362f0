import { randomBytes } from 'node:crypto';
import { availableParallelism, hostname } from 'node:os';
import { Option } from '@commander-js/extra-typings';
import {
  assertSandbox,
  defaultRunOptions,
  type Isolation,
  type RunOptions,
  type TarballLimits,
  tarballLimits,
} from '@matrix-arena/harness';
import type { CompetitionConfig } from '@matrix-arena/ledger';
import { wholeNumber } from '../option-values.ts';
import { warn } from './output.ts';

/** What `--quick` means: enough to see that everything works, not enough to rank. It is told in the result. */
const quick = { repeats: 3, timeBudgetMs: 0, quietWaitMs: 1000, timingThreads: 1 };

export const poolOption = () =>
  new Option('--pool <dir>', 'where the matrices of the pool are, if not where the config says');

export const unsafeOption = () =>
  new Option(
    '--unsafe',
    'run submissions without a sandbox: their code can do to you what yours can',
  ).default(false);

export const quickOption = () =>
  new Option('--quick', `${quick.repeats} passes: to try things out, too noisy to rank`).default(false);

export const leaseOption = () =>
  new Option('--lease-s <n>', 'seconds after which others may take over from an evaluator that is gone')
    .argParser(wholeNumber(1, 86_400))
    .default(60);

/** How submissions are run. */
export interface EvaluationOptions {
  readonly isolation: Isolation;
  readonly isQuick: boolean;
  /** Folder of the pool; undefined for the one of the config. */
  readonly pool: string | undefined;
  readonly leaseMs: number;
  /** Name under which submissions are claimed; no two processes have the same. */
  readonly worker: string;
}

export interface EvaluationFlags {
  readonly unsafe: boolean;
  readonly quick: boolean;
  readonly pool?: string | undefined;
  readonly leaseS: number;
}

/**
 * Nobody vouches for submissions, so they run in sandboxes.
 *
 * @throws ArenaError `unavailable` where there is no sandbox, unless `--unsafe` was passed
 */
export async function evaluationOptions(flags: EvaluationFlags): Promise<EvaluationOptions> {
  if (flags.unsafe) warn('submissions run without a sandbox: their code can do to you what yours can');
  else await assertSandbox();
  return {
    isolation: flags.unsafe ? 'unsafe-processes' : 'sandbox',
    isQuick: flags.quick,
    pool: flags.pool,
    leaseMs: 1000 * flags.leaseS,
    worker: `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`,
  };
}

/** How large a package may be: packed as the competition says, unpacked as everywhere. */
export function packageLimitsOf({ tarballBytes }: CompetitionConfig['limits']): TarballLimits {
  return { ...tarballLimits, tarballBytes };
}

/** Limits and measuring of the competition, everything else as in a bench. */
export function runOptionsOf(
  { limits, allowedLibraries, repeats, timeBudgetMs }: CompetitionConfig,
  { isolation, isQuick }: Pick<EvaluationOptions, 'isolation' | 'isQuick'>,
): RunOptions {
  return {
    ...defaultRunOptions,
    repeats,
    timeBudgetMs,
    ...(isQuick ? quick : {}),
    isolation,
    verifyThreads: availableParallelism(),
    callLimitMs: limits.callMs,
    runLimitMs: limits.runMs,
    loadLimitMs: limits.loadMs,
    memoryLimitBytes: limits.memoryBytes,
    codeLimitBytes: limits.codeBytes,
    allowedLibraries,
  };
}
