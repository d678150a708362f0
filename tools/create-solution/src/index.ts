export type { Answers, KernelLanguage } from './answers.ts';
export { creationCommand } from './command.ts';
export type { Created, CreateOptions } from './create.ts';
export { createSolution } from './create.ts';
export type { Flavour } from './flavours.ts';
