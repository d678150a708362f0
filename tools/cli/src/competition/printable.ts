/** Control and formatting characters, line breaks, and halves of characters: what could change the rest of a screen. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text of one line that does nothing but stand there. */
export function printableText(text: string): string {
  return text.replaceAll('\t', '  ').replace(unprintable, '\uFFFD');
}

/** The same for each line of a text. */
export function printableLines(text: string): string {
  return text.split(/\r?\n/).map(printableText).join('\n');
}

/** The same for every text in some plain data: authors, names and messages come from anyone. */
export function printable<T>(value: T): T;
export function printable(value: unknown): unknown {
  if (typeof value === 'string') return printableText(value);
  if (Array.isArray(value)) return value.map((item: unknown) => printable(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, printable<unknown>(item)]));
}

/** JSON that says the same, with escapes for what a terminal would act on: such characters stand in texts alone. */
export function printableJson(json: string): string {
  return json.replace(unprintable, (character) =>
    character === '\n'
      ? character
      : [...Array(character.length).keys()]
          .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}
