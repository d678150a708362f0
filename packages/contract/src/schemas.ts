export { assertFrameParts } from './frame-parts.ts';
export { manifestSchema, parseManifest } from './manifest-schema.ts';
export type {
  Finding,
  MatrixInfo,
  Result,
  RunEnvironment,
  SolutionResult,
  Trial,
} from './result-schema.ts';
export {
  parseResult,
  resultSchema,
  resultSchemaVersion,
} from './result-schema.ts';
export type { TrialFailureKind } from './trial-schema.ts';
export { trialFailureKinds } from './trial-schema.ts';
