import { codingEntries } from './coding.ts';
import { type BenchEntry, measureAll } from './measure.ts';
import { rowEntries } from './rows.ts';

/** One list of entries per group of kernels. */
const groups: readonly (() => BenchEntry[])[] = [codingEntries, rowEntries];

/** Measures the kernels with this in their name, in capitals or not. */
export function benchTable(part: string): string {
  const entries = groups.flatMap((group) => group());
  return measureAll(entries.filter(({ name }) => name.toLowerCase().includes(part.toLowerCase())));
}
