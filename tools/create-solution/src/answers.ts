import { ArenaError } from '@matrix-arena/contract';
import { manifestSchema } from '@matrix-arena/contract/schemas';

/** Languages that the kernel of a new solution can be written in. */
export const kernelLanguages = ['typescript', 'assemblyscript'] as const;
export type KernelLanguage = (typeof kernelLanguages)[number];

/** What the maker of a solution decides. */
export interface Answers {
  /** Name of the solution, as in its manifest. */
  readonly name: string;
  readonly author: string;
  readonly kernels: KernelLanguage;
  /** One line of at most 200 characters. */
  readonly idea: string;
  /** SPDX identifier. */
  readonly license: string;
}

/** Answers that are free text; the rest is chosen from a list. */
export const textAnswers = ['name', 'author', 'idea', 'license'] as const;
export type TextAnswer = (typeof textAnswers)[number];

/** What the template itself does, until its author changes it. */
export const defaultIdea = 'Low and high bytes apart, each compressed by zstd';

const { shape } = manifestSchema;
/** The manifest's own rules, so that what is made is what is read later. */
const schemas = {
  name: shape.name,
  author: shape.authors.unwrap().element,
  idea: shape.description,
  license: shape.license,
};

const asked: Record<TextAnswer, string> = {
  name: 'lower-case letters, digits and hyphens, 2 to 64 characters, from a letter on',
  author: 'one line of text',
  idea: 'one line of at most 200 characters',
  license: 'an SPDX identifier such as MIT',
};

/** Whether an answer can be had: one line that a manifest may hold. Spaces around it are left out of all but the name. */
export function isAllowed(answer: TextAnswer, text: string): boolean {
  const isOneLine = text.trim() !== '' && !/[\p{Cc}\u2028\u2029]/u.test(text);
  // The name is that of a folder and a package, too: it is taken as it is.
  const kept = answer === 'name' ? text : text.trim();
  return isOneLine && schemas[answer].safeParse(kept).success;
}

/** @throws ArenaError `usage` that says what is allowed */
export function assertText(answer: TextAnswer, text: string): void {
  if (isAllowed(answer, text)) return;
  throw new ArenaError('usage', {
    what: answer,
    expected: asked[answer],
    got: JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text),
    hint: 'choose another one',
  });
}
