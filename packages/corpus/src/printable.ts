/** Control and format characters: a terminal obeys them instead of showing them. Joiners belong to many scripts. */
const unprintable = /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

export function isPrintable(text: string): boolean {
  return text.search(unprintable) === -1;
}

/** A text from a file as messages show it: in quotes, with escapes for what is not printable. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    unprintable,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
