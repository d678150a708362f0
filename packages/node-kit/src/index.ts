export type { JsonHints } from './json-file.ts';
export { readJsonFile } from './json-file.ts';
export { untilInterrupted } from './until-interrupted.ts';
export type { WriteFailure } from './write-whole.ts';
export { assertPlaceToWrite, writeWhole } from './write-whole.ts';
