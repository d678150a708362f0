export { writeGolden } from './golden/write.ts';
export type { Rule, RuleContext } from './rules/rule.ts';
export { rules } from './rules/rules.ts';
export type { ConformanceOptions } from './run/options.ts';
export type { RuleReport } from './run/report.ts';
export type { RunOptions } from './run/run-conformance.ts';
export { runConformance } from './run/run-conformance.ts';
