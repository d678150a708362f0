export { arenaVersion } from './environment.ts';
export type { RunEvent, RunPhase } from './events.ts';
export { withBenchLock } from './lock.ts';
export type { RunOptions } from './options.ts';
export { defaultRunOptions } from './options.ts';
export { readResultFile, writeResultFile } from './result-file.ts';
export { runBench } from './run.ts';
export type { SolutionPackage } from './solution-package.ts';
export { readSolutionPackage } from './solution-package.ts';
