import { ArenaError } from '@matrix-arena/contract';
import type { Rule } from '../rules/rule.ts';
import { rules } from '../rules/rules.ts';
import { type ConformanceOptions, resolveOptions } from './options.ts';
import type { RuleReport } from './report.ts';
import { openSession } from './session.ts';
import { folderUrl } from './solution-package.ts';

export interface RunOptions extends ConformanceOptions {
  /** Ids of the rules to check. Default: all, in their order. */
  readonly only?: readonly string[];
  /** Called as soon as a verdict is there. */
  readonly onReport?: (report: RuleReport) => void;
}

/**
 * Checks the built solution in a folder against the rules, one after the other, in a thread of its own. What the
 * solution does ends up in the reports; the promise rejects only for a wrong use of this function.
 *
 * @param packageDir folder that holds manifest.json, as a file URL
 * @throws ArenaError `usage` for an unknown rule or a bad seed
 *
 * @example
 * const reports = await runConformance(new URL('file:///solutions/mine/'));
 * const failed = reports.filter(({ outcome }) => outcome === 'failed');
 */
export async function runConformance(packageDir: URL, options: RunOptions = {}): Promise<RuleReport[]> {
  const selected = selectRules(options.only);
  const session = openSession(folderUrl(packageDir), resolveOptions(options));
  const reports: RuleReport[] = [];
  try {
    for (const rule of selected) {
      const report = await session.check(rule);
      reports.push(report);
      options.onReport?.(report);
    }
  } finally {
    await session.close();
  }
  return reports;
}

function selectRules(ids: readonly string[] | undefined): readonly Rule[] {
  const unknown = ids?.find((wanted) => !rules.some(({ id }) => id === wanted));
  if (unknown !== undefined) {
    throw new ArenaError('usage', {
      what: `rule ${unknown}`,
      hint: `use one of ${rules.map(({ id }) => id).join(', ')}`,
    });
  }
  return ids === undefined ? rules : rules.filter(({ id }) => ids.includes(id));
}
