import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeReview, defaultRunOptions, reviewCode } from '@matrix-arena/harness';
import { type RuleReport, rules } from '@matrix-arena/testkit/rules';
import { builtModules, isStale, runBuild } from './build.ts';
import { checkConformance, runRules } from './conformance.ts';
import { checkDependencies } from './dependencies.ts';
import { checkDocs } from './docs.ts';
import { checkFormat, storedFrames, versionFindings } from './format.ts';
import { checkImports } from './imports.ts';
import { checkManifest } from './manifest.ts';
import { type CheckedPackage, readPackage, solutionOf } from './package.ts';
import { type Area, type AreaReport, areaReport, areas, type SolutionReport, skippedArea } from './report.ts';
import { tail } from './run-process.ts';
import { checkSize } from './size.ts';
import { checkTypes } from './types.ts';

export interface CheckOptions {
  readonly only: readonly Area[];
  /** Whether a package whose sources are newer than its built modules is built first. */
  readonly build: boolean;
  readonly signal: AbortSignal;
  /** Called as the check goes on, with what it is at. */
  readonly onStep: (task: string, done: number, total: number, what: string) => void;
}

/** What looks at built modules, or at sources that a build makes. */
const needBuild: readonly Area[] = ['build', 'imports', 'size', 'types', 'conformance', 'format'];

/** Lines of a failed build that are shown. */
const shownLines = 20;

/** The rule about stored frames, and the one whose subject the areas before the conformance have looked at already. */
const formatRule = 'golden-frames';
const manifestRule = 'manifest';

/**
 * Checks one solution: first what needs no code to run, then its build, then types and rules at once.
 *
 * @throws ArenaError `interrupted` when the signal aborts
 */
export async function checkSolution(folder: string, options: CheckOptions): Promise<SolutionReport> {
  const { only } = options;
  const solution = await readPackage(folder);
  const { manifest, name } = solution;
  const declared = [checkManifest(solution), checkDependencies(solution)];
  const { report: build, hasEntry } = await prepare(solution, options);
  const review =
    manifest !== null && hasEntry ? await reviewCode(solutionOf(folder, manifest), defaultRunOptions) : null;
  const [types, judged] = await Promise.all([
    only.includes('types') ? checkTypes(folder, options.signal) : undefined,
    judge(solution, review, declared, options),
  ]);
  const reports = [
    ...declared,
    build,
    await checkImports(folder, manifest?.dependencies ?? [], review),
    review === null ? skippedArea('size', 'nothing is built') : checkSize(review),
    ...(types === undefined ? [] : [types]),
    ...judged,
    checkDocs(folder),
  ];
  const inOrder = areas.flatMap((area) => reports.find((report) => report.area === area) ?? []);
  return { name, folder, areas: inOrder.filter(({ area }) => only.includes(area)) };
}

interface Prepared {
  readonly report: AreaReport;
  /** Whether there is an entry that the sources were built to, as far as anyone knows. */
  readonly hasEntry: boolean;
}

/** Builds the package if it has to be and may be, and looks whether its modules are there. */
async function prepare(
  solution: CheckedPackage,
  { only, build, signal, onStep }: CheckOptions,
): Promise<Prepared> {
  const { folder, manifest, packageJson, name } = solution;
  if (!only.some((area) => needBuild.includes(area))) {
    return { report: skippedArea('build', 'nothing asked for needs it'), hasEntry: false };
  }
  if (manifest === null) {
    return { report: skippedArea('build', 'the manifest does not say what is built'), hasEntry: false };
  }
  const hasScript = packageJson?.scripts?.build !== undefined;
  const stale = hasScript && (await isStale(folder, manifest));
  if (stale && build) {
    onStep('build', 0, 1, name);
    const { code, output } = await runBuild(folder, signal);
    if (code !== 0) return { report: failedBuild(code, output), hasEntry: false };
  }
  const missing = builtModules(manifest).filter((path) => !existsSync(join(folder, path)));
  const hint = hasScript ? 'run pnpm build or npm run build' : 'add a script build to package.json';
  const findings = missing.map((path) => ({ message: `${path} of the manifest is not there`, hint }));
  if (findings.length === 0 && stale && !build)
    findings.push({ message: 'the built modules are older than their sources', hint });
  const summary = findings.length > 0 ? 'not up to date' : stale ? 'built just now' : 'up to date';
  return {
    report: areaReport('build', { summary, findings }),
    hasEntry: !missing.includes(manifest.entry),
  };
}

function failedBuild(code: number | null, output: string): AreaReport {
  const message = `the script build of package.json ended with exit code ${code}`;
  const findings = [{ message, hint: 'mend what it says above' }];
  return areaReport('build', { summary: 'failed', details: tail(output, shownLines), findings });
}

/** Runs the rules that the areas `conformance` and `format` rest on, together. */
async function judge(
  solution: CheckedPackage,
  review: CodeReview | null,
  declared: readonly AreaReport[],
  options: CheckOptions,
): Promise<AreaReport[]> {
  const { folder, manifest, name } = solution;
  const isWanted = (area: Area): boolean => options.only.includes(area);
  if (!isWanted('conformance') && !isWanted('format')) return [];
  const stored = await storedFrames(folder);
  const isDeclaredWell = declared.every(({ outcome }) => outcome === 'ok');
  const hasFrames = manifest !== null && versionFindings(stored, manifest.formatVersion).length === 0;
  const ids = rules
    .map(({ id }) => id)
    .filter((id) => {
      if (id === formatRule) return isWanted('format') && hasFrames;
      return isWanted('conformance') && (id !== manifestRule || isDeclaredWell);
    });
  const reports =
    review === null || ids.length === 0 ? [] : await runWithProgress(name, folder, ids, options);
  const ofFormat = reports.find(({ id }) => id === formatRule);
  const others = reports.filter(({ id }) => id !== formatRule);
  return [
    review === null ? skippedArea('conformance', 'nothing is built') : checkConformance(others),
    manifest === null
      ? skippedArea('format', 'the manifest does not say which version')
      : checkFormat(stored, manifest.formatVersion, ofFormat),
  ];
}

function runWithProgress(
  name: string,
  folder: string,
  ids: readonly string[],
  { signal, onStep }: CheckOptions,
): Promise<RuleReport[]> {
  let done = 0;
  const tell = (): void => onStep('rules', done, ids.length, `${name}: ${ids[done] ?? 'done'}`);
  tell();
  return runRules(folder, ids, signal, () => {
    done++;
    tell();
  });
}
