import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { promisify } from 'node:util';
import type { RunEnvironment } from '@matrix-arena/contract/schemas';
import packageJson from '../package.json' with { type: 'json' };
import { timerName, timerResolutionNs } from './clock.ts';

/** Version of the arena that this harness belongs to. */
export const arenaVersion: string = packageJson.version;

/** The machine and the checkout; taken once, when a run starts. */
export async function describeEnvironment(): Promise<Omit<RunEnvironment, 'loadAverageEnd' | 'warnings'>> {
  const cpus = os.cpus();
  return {
    node: process.version,
    v8: process.versions.v8,
    os: `${os.type()} ${os.release()}`,
    arch: os.arch(),
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    loadAverageStart: loadAverage(),
    governor: await readFile('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor', 'utf8').then(
      (text) => text.trim(),
      () => null,
    ),
    timer: timerName,
    timerResolutionNs,
    ...(await currentCheckout()),
  };
}

/** Runnable processes over the last minute; 0 on systems that do not tell. */
export function loadAverage(): number {
  return os.loadavg()[0];
}

/** Commit of the checkout that the harness was started in. */
export async function currentCheckout(): Promise<Pick<RunEnvironment, 'commit' | 'dirty'>> {
  const git = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)('git', args)).stdout.trim();
  try {
    const [commit, changes] = await Promise.all([git('rev-parse', 'HEAD'), git('status', '--porcelain')]);
    return { commit, dirty: changes !== '' };
  } catch {
    return { commit: null, dirty: null };
  }
}
