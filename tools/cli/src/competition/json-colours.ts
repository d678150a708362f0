import { colours } from '../colours.ts';

/** Names, texts, and all other values of JSON; what stands between them stays as it is. */
const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON with its names, texts and other values in colours of their own. */
export function colouredJson(text: string): string {
  if (!colours.isColorSupported) return text;
  return text.replace(tokens, (token, quoted?: string, colon?: string) => {
    if (quoted === undefined) return colours.yellow(token);
    return colon === undefined ? colours.green(quoted) : `${colours.cyan(quoted)}${colon}`;
  });
}
