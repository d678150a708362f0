import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RuleReport } from '@matrix-arena/testkit/rules';
import { counted } from '../format.ts';
import { type AreaReport, areaReport, type Finding } from './report.ts';
import { runProcess, tail } from './run-process.ts';

const rulesProcess = fileURLToPath(new URL('./rules-process.js', import.meta.url));

/**
 * Checks a built solution against conformance rules, in a process of their own. A process that dies is a failed rule.
 *
 * @param onReport called with each verdict
 * @throws ArenaError `interrupted` when the signal aborts, with the process killed
 */
export async function runRules(
  folder: string,
  ids: readonly string[],
  signal: AbortSignal,
  onReport: (report: RuleReport) => void,
): Promise<RuleReport[]> {
  const reports: RuleReport[] = [];
  const args = [rulesProcess, pathToFileURL(`${folder}/`).href, ...ids];
  const { code, output } = await runProcess(process.execPath, args, {
    cwd: folder,
    signal,
    onMessage: (message) => {
      const report = message as RuleReport;
      reports.push(report);
      onReport(report);
    },
  });
  const unjudged = ids[reports.length];
  if (unjudged === undefined) return reports;
  const last = tail(output, 1).map((line) => `: ${line}`);
  const message = `the process of the rules ended with exit code ${code}${last.join('')}`;
  return [...reports, { id: unjudged, title: unjudged, elapsedMs: 0, outcome: 'failed', message }];
}

/** What the rules say of the codec. */
export function checkConformance(reports: readonly RuleReport[]): AreaReport {
  const failures = reports.flatMap((report) => (report.outcome === 'failed' ? [report] : []));
  const total = counted(reports.length, 'rule', 'rules');
  const findings = failures.map(({ id, title, message }): Finding => {
    return { message: `${id}: ${message}`, hint: `what has to hold: ${title}` };
  });
  const summary = failures.length === 0 ? `${total} kept` : `${failures.length} of ${total} broken`;
  return areaReport('conformance', { summary, findings });
}
