import { readFileSync } from 'node:fs';

/**
 * Cores that this process may run on, the last first: the first one has most of the system's own work.
 *
 * @returns empty where the system does not tell
 */
export function allowedCores(): number[] {
  let status: string;
  try {
    status = readFileSync('/proc/self/status', 'utf8');
  } catch {
    return [];
  }
  const list = /^Cpus_allowed_list:\s*([\d,-]+)$/m.exec(status)?.[1] ?? '';
  return coresOf(list).reverse();
}

/** Reads a list as the kernel writes it: `0-2,5` is 0, 1, 2 and 5. */
export function coresOf(list: string): number[] {
  return list
    .split(',')
    .filter((range) => range !== '')
    .flatMap((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
}
