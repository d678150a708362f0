/** A kernel and its reference, and how much each does when it is called. */
export interface BenchEntry {
  readonly name: string;
  /** Bytes of original bfloat16 that a value stands for; 0 for what runs once per table, timed by the call. */
  readonly bytesPerValue: number;
  readonly values: number;
  readonly kernel: () => unknown;
  /** The reference takes fewer values at a time: it is slow. */
  readonly referenceValues: number;
  readonly reference: () => unknown;
}

const warmRuns = 5;
const kernelRuns = 21;
const referenceRuns = 3;
/** Shorter runs are repeated until they take this long: the clock is coarse. */
const leastRunMs = 0.5;

function timeMs(run: () => unknown, repeats: number): number {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) run();
  return (performance.now() - start) / repeats;
}

function medianMs(run: () => unknown, runs: number): number {
  let repeats = 1;
  while (timeMs(run, repeats) * repeats < leastRunMs) repeats *= 2;
  const times = Array.from({ length: runs }, () => timeMs(run, repeats)).sort((a, b) => a - b);
  return times[runs >> 1] ?? Number.NaN;
}

interface Row {
  readonly name: string;
  readonly kernel: string;
  readonly reference: string;
  readonly factor: string;
}

function measure(entry: BenchEntry): Row {
  for (let i = 0; i < warmRuns; i++) entry.kernel();
  entry.reference();
  const kernelMs = medianMs(entry.kernel, kernelRuns) / entry.values;
  const referenceMs = medianMs(entry.reference, referenceRuns) / entry.referenceValues;
  const speed = (msPerValue: number): string =>
    entry.bytesPerValue > 0
      ? `${format(entry.bytesPerValue / msPerValue / 1000)} MB/s`
      : `${format(1000 * msPerValue)} µs`;
  return {
    name: entry.name,
    kernel: speed(kernelMs),
    reference: speed(referenceMs),
    factor: `${format(referenceMs / kernelMs)} x`,
  };
}

function format(x: number): string {
  return x >= 100 ? x.toFixed(0) : x.toPrecision(2);
}

/** One line per entry: 1 MB is 1e6 bytes of bfloat16, however many bytes the kernel sees of them. */
export function measureAll(entries: readonly BenchEntry[]): string {
  const rows: Row[] = [{ name: '', kernel: 'kernel', reference: 'reference', factor: 'factor' }];
  rows.push(...entries.map(measure));
  const widthOf = (column: keyof Row): number => Math.max(...rows.map((row) => row[column].length));
  const lines = rows.map(({ name, kernel, reference, factor }) =>
    [
      name.padEnd(widthOf('name')),
      kernel.padStart(widthOf('kernel')),
      reference.padStart(widthOf('reference')),
      factor.padStart(widthOf('factor')),
    ].join('  '),
  );
  return `${lines.join('\n')}\n`;
}
