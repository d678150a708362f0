import { extname } from 'node:path';

/** What stands for `{{word}}` in the files of the template. */
export type Words = Readonly<Record<string, string>>;

/** How a text is written into a file of a kind so that it is read back as it was. */
const escapes: Record<string, (text: string) => string> = {
  '.json': (text) => JSON.stringify(text).slice(1, -1),
  '.md': escapeMarkdown,
};

/** Puts words into a file's text, in one pass: what a user wrote is never looked at again. */
export function fill(path: string, text: string, words: Words): string {
  const escaped = escapes[extname(path)];
  if (escaped === undefined) return text;
  return text.replace(/\{\{(\w+)\}\}/g, (_, word: string) => {
    const value = words[word];
    if (value === undefined) throw new Error(`${path}: no word for {{${word}}}`);
    return escaped(value);
  });
}

/** Text that Markdown shows as it is, wherever it stands in a line. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]<>|~&]/g, '\\$&')
    .replace(/^([#+=-])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}
