import { argumentRules } from './arguments.ts';
import { frameRules } from './frames.ts';
import { goldenRule } from './golden.ts';
import { inspectRule } from './inspect.ts';
import { manifestRule } from './manifest.ts';
import { memoryRules } from './memory.ts';
import { repeatabilityRules } from './repeatability.ts';
import { roundTripRules } from './round-trip.ts';
import type { Rule } from './rule.ts';
import { sizeRules } from './size.ts';
import { workerThreads } from './threads.ts';

/** Every rule, in the order in which they are checked: what explains most failures comes first. */
export const rules: readonly Rule[] = [
  manifestRule,
  ...roundTripRules,
  ...sizeRules,
  ...repeatabilityRules,
  workerThreads,
  ...memoryRules,
  ...frameRules,
  ...argumentRules,
  goldenRule,
  inspectRule,
];
