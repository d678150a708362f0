import { type CodeReview, defaultRunOptions } from '@matrix-arena/harness';
import { count } from '../format.ts';
import { type AreaReport, areaReport, type Finding } from './report.ts';

const shownFiles = 10;

/** The solution's own code against what it may take. */
export function checkSize({ codeBytes, files }: CodeReview): AreaReport {
  const { codeLimitBytes } = defaultRunOptions;
  const leftBytes = codeLimitBytes - codeBytes;
  const rest = leftBytes < 0 ? `${count(-leftBytes)} too many` : `${count(leftBytes)} left`;
  const summary = `${count(codeBytes)} of ${count(codeLimitBytes)} bytes, ${rest}`;
  const findings: Finding[] =
    leftBytes < 0
      ? [
          {
            message: `${count(-leftBytes)} bytes of code too many`,
            hint: 'make the largest files smaller; types and source maps do not count',
          },
        ]
      : [];
  return areaReport('size', { summary, details: bytesByFile(files), findings });
}

/** One line for each file, the largest first; one file alone is the total. */
function bytesByFile(files: CodeReview['files']): string[] {
  if (files.length < 2) return [];
  const lines = files.slice(0, shownFiles).map(({ name, bytes }) => `${count(bytes).padStart(7)}  ${name}`);
  const others = files.slice(shownFiles);
  if (others.length === 0) return lines;
  const otherBytes = others.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...lines, `${count(otherBytes).padStart(7)}  in ${others.length} more`];
}
