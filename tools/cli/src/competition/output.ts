import { colours } from '../colours.ts';
import { printableJson, printableText } from './printable.ts';

export function print(text: string): void {
  process.stdout.write(text);
}

export function printJson(value: unknown): void {
  print(`${printableJson(JSON.stringify(value, null, 1))}\n`);
}

/** What a person may want to do next; it goes to stderr, so that stdout holds results alone. */
export function hint(text: string): void {
  process.stderr.write(`${colours.dim(printableText(text))}\n`);
}

/** Something that is not as it should be, and does not end the command. */
export function warn(text: string): void {
  process.stderr.write(`${colours.yellow(`warning: ${printableText(text)}`)}\n`);
}
