/** Control and formatting characters, line breaks, and halves of characters: what could change the rest of a screen. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text of one line that does nothing but stand there. */
export function printableText(text: string): string {
  return text.replaceAll('\t', '  ').replace(unprintable, '\uFFFD');
}

/** The same for every text in some plain data: authors, names and messages come from anyone. */
export function printable<T>(value: T): T;
export function printable(value: unknown): unknown {
  if (typeof value === 'string') return printableText(value);
  if (Array.isArray(value)) return value.map((item: unknown) => printable(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, printable<unknown>(item)]));
}
