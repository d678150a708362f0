import { Command, Option } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import { untilInterrupted } from '@matrix-arena/node-kit';
import { checkSolution } from './check/check-solution.ts';
import { checkText } from './check/check-text.ts';
import { areas, type CheckReport, type SolutionReport } from './check/report.ts';
import { counted } from './format.ts';
import { withProgress } from './progress.ts';
import { selectFolders } from './workspace.ts';

/** `arena check`: everything an author has to keep, looked at in one go. */
export function checkCommand() {
  return new Command('check')
    .description('check solutions: manifest, build, imports, size, types, conformance, frames, documents')
    .argument(
      '[solutions...]',
      'names of solutions in this checkout, or folders; all of the checkout by default',
    )
    .addOption(new Option('--only <areas...>', 'look at these only').choices(areas).default(areas))
    .option('--no-build', 'do not build what is older than its sources')
    .option('--json', 'print the report as JSON', false)
    .action(async (names, { only, build, json }) => {
      const folders = await selectFolders(names, process.cwd());
      const startMs = performance.now();
      const solutions = await untilInterrupted((signal) =>
        withProgress(async (progress) => {
          const reports: SolutionReport[] = [];
          for (const folder of folders) {
            const onStep = progress.update;
            reports.push(await checkSolution(folder, { only, build, signal, onStep }));
          }
          return reports;
        }),
      );
      const failedCount = solutions
        .flatMap(({ areas }) => areas)
        .filter(({ outcome }) => outcome === 'failed').length;
      const elapsedMs = Math.round(performance.now() - startMs);
      const report: CheckReport = { ok: failedCount === 0, elapsedMs, solutions };
      process.stdout.write(json ? `${JSON.stringify(report, null, 1)}\n` : checkText(report, process.cwd()));
      if (report.ok) return;
      const what = `check: ${counted(failedCount, 'area', 'areas')} failed`;
      throw new ArenaError('bad-format', { what, hint: 'see the findings above' });
    });
}
