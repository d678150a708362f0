import { pathToFileURL } from 'node:url';
import { isArenaError } from '@matrix-arena/contract';
import { untilInterrupted } from '@matrix-arena/node-kit';
import { parseFuzzArguments, usage } from './arguments.ts';
import { progressDisplay } from './progress.ts';
import type { FuzzReport } from './report.ts';
import { runFuzz, tellOneCase } from './run-fuzz.ts';
import { failureLine, summaryOf } from './text.ts';

const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** The command: fuzzes the solution in a folder. @returns the exit code */
export async function fuzzCommand(args: readonly string[]): Promise<number> {
  try {
    const { folder, options, single, isJson, isHelp } = parseFuzzArguments(args);
    if (isHelp) {
      process.stdout.write(usage);
      return exitCodes.done;
    }
    const packageDir = pathToFileURL(folder);
    if (single !== undefined && !isJson) {
      const { kind, told } = await tellOneCase(packageDir, single, options);
      process.stdout.write(`case ${single}, ${kind}: ${told}\n`);
    }
    // Ctrl-C ends the run with what is done.
    const report = await untilInterrupted((signal) => showing(packageDir, { ...options, signal }));
    process.stdout.write(isJson ? `${JSON.stringify(jsonOf(report), null, 2)}\n` : textOf(report));
    return exitCodeOf(report);
  } catch (error) {
    if (!isArenaError(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return isArenaError(error, 'usage') ? exitCodes.usage : exitCodes.failed;
  }
}

async function showing(packageDir: URL, options: Parameters<typeof runFuzz>[1]): Promise<FuzzReport> {
  const display = progressDisplay();
  try {
    return await runFuzz(packageDir, { ...options, onProgress: display.update });
  } finally {
    display.end();
  }
}

function textOf(report: FuzzReport): string {
  const lines = report.failures.map((failure) => failureLine(report, failure));
  return `${[...lines, summaryOf(report)].join('\n')}\n`;
}

function jsonOf(report: FuzzReport) {
  const { casesDone, elapsedMs } = report;
  return { ...report, casesPerSecond: Math.round((1000 * casesDone) / elapsedMs) };
}

function exitCodeOf({ failures, end }: FuzzReport): number {
  if (failures.length > 0) return exitCodes.failed;
  return end === 'interrupted' ? exitCodes.interrupted : exitCodes.done;
}
