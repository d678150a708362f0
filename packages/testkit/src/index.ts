export { conformance } from './conformance.ts';
export * from './matrices.ts';
export type { ConformanceOptions } from './run/options.ts';
export { inspectAgrees } from './solution-tests/inspect-agrees.ts';
export type { Sample } from './solution-tests/samples.ts';
export { readSamples } from './solution-tests/samples.ts';
export type { SizeCeilings } from './solution-tests/size-ceilings.ts';
export { sizeCeilings } from './solution-tests/size-ceilings.ts';
