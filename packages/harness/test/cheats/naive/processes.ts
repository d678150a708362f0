import { readdirSync, readFileSync } from 'node:fs';

/** What Linux says of a process; undefined when it is gone. */
export interface ProcessState {
  /** R runs, S sleeps, T is halted, Z has ended. */
  readonly state: string;
  readonly cpuMs: number;
  readonly niceness: number;
  readonly threads: number;
  readonly residentBytes: number;
}

const ticksPerSecond = 100;
const pageBytes = 4096;

export function processState(pid: number): ProcessState | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; what follows is numbered from 3 in proc(5).
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const field = (number: number): number => Number(fields[number - 3]);
    return {
      state: fields[0],
      cpuMs: ((field(14) + field(15)) * 1000) / ticksPerSecond,
      niceness: field(19),
      threads: field(20),
      residentBytes: field(24) * pageBytes,
    };
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  const seen = processState(pid);
  return seen !== undefined && seen.state !== 'Z';
}

/** Processes that have all these words in their command lines. */
export function processesWith(...words: string[]): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    const given = commandLine(pid);
    return words.every((word) => given.includes(word));
  });
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
