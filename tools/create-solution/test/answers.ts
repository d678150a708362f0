import type { Answers } from '../src/answers.ts';

/** Answers that are all right. */
export const goodAnswers: Answers = {
  name: 'my-codec',
  author: 'Ada',
  kernels: 'typescript',
  idea: 'Nothing yet',
  license: 'MIT',
};
