import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { ArenaError } from '@matrix-arena/contract';

/** Programs that a box is made with, as absolute paths; null for one that is not on PATH. */
export interface SandboxTools {
  /** Takes away the network, the files and the other processes. */
  readonly bwrap: string | null;
  /** Limits memory, open files and the size of written ones. */
  readonly prlimit: string | null;
  /** Keeps a process on one core. */
  readonly taskset: string | null;
  /** Ends a process together with the one that started it. */
  readonly setpriv: string | null;
}

const install = 'apt-get install bubblewrap util-linux';
const proofLimitMs = 10_000;

/** Looks for the programs along PATH. */
export async function findSandboxTools(path = process.env.PATH ?? ''): Promise<SandboxTools> {
  const [bwrap, prlimit, taskset, setpriv] = await Promise.all(
    ['bwrap', 'prlimit', 'taskset', 'setpriv'].map((name) => findProgram(name, path)),
  );
  return { bwrap, prlimit, taskset, setpriv };
}

async function findProgram(name: string, path: string): Promise<string | null> {
  for (const folder of path.split(delimiter)) {
    const file = join(folder || '.', name);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return null;
}

let proof: Promise<void> | undefined;

/**
 * Makes sure that solutions can be sandboxed on this machine: the programs are there, and one empty box was opened.
 * The answer is kept.
 *
 * @throws ArenaError `unavailable` for a missing program, or a system that does not allow a box
 */
export function assertSandbox(): Promise<void> {
  proof ??= proveSandbox();
  return proof;
}

/** What `assertSandbox` finds out, anew. */
export async function proveSandbox(path?: string): Promise<void> {
  const tools = await findSandboxTools(path);
  const missing = (['bwrap', 'prlimit', 'taskset'] as const).filter((name) => tools[name] === null);
  if (missing.length > 0) {
    throw new ArenaError('unavailable', {
      what: `sandbox: ${missing.join(', ')}`,
      hint: `run ${install}, or pass --unsafe to run solutions without a sandbox`,
    });
  }
  const box = ['--unshare-all', '--die-with-parent', '--cap-drop', 'ALL', '--ro-bind', '/', '/', 'true'];
  try {
    await promisify(execFile)(tools.bwrap as string, box, { timeout: proofLimitMs });
  } catch (cause) {
    const { stderr = '' } = cause as { stderr?: string };
    throw new ArenaError('unavailable', {
      what: `sandbox: ${stderr.trim() || 'bwrap failed'}`,
      hint: 'let this user make namespaces, or pass --unsafe to run solutions without a sandbox',
      cause,
    });
  }
}
