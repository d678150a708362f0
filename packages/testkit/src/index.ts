export { conformance } from './conformance.ts';
export * from './matrices.ts';
export type { ConformanceOptions } from './run/options.ts';
