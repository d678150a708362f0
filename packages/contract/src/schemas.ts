export { assertFrameParts } from './frame-parts.ts';
export { manifestSchema, parseManifest } from './manifest-schema.ts';
export type {
  Finding,
  MatrixInfo,
  Result,
  RunEnvironment,
  SolutionResult,
  Trial,
  TrialFailureKind,
} from './result-schema.ts';
export {
  parseResult,
  resultSchema,
  resultSchemaVersion,
  trialFailureKinds,
} from './result-schema.ts';
