import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables on top of those of this process. */
type Environment = Readonly<Record<string, string>>;

/** Runs a program without a terminal and waits for its end. */
export async function run(cwd: string, args: readonly string[], env: Environment = {}): Promise<Finished> {
  const [program, ...rest] = args;
  const child = spawn(program, rest, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** Runs the built command. */
export function createSolutionCommand(
  cwd: string,
  args: readonly string[],
  env: Environment = {},
): Promise<Finished> {
  const bin = fileURLToPath(new URL('../bin/create-solution.js', import.meta.url));
  return run(cwd, [process.execPath, bin, ...args], env);
}
