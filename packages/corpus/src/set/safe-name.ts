import { ArenaError } from '@matrix-arena/contract';
import { quoted } from '../printable.ts';

/** What a name must not look like. A set may come from anywhere, and its names become paths and addresses. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [/^$/, 'an empty name'],
  [/(?![\u200c\u200d])[\p{Cc}\p{Cf}]/u, 'a control or format character'],
  [/\\/, 'a backslash'],
  [/:/, 'a colon'],
  [/^\//, 'an absolute path'],
  [/(^|\/)\.\.?(\/|$)/, 'a step to another folder'],
  [/%(2e|2f|5c|00)/i, 'an encoded dot, slash or NUL'],
  [/\/\/|\/$/, 'an empty folder name'],
  // Windows leaves these off, so that `.. ` would be `..`.
  [/[. ](\/|$)/, 'a part that ends in a dot or a space'],
];

/**
 * Checks that a name stays inside the folder that it is joined to, on every system. Folders inside are fine.
 *
 * @param what where the name stands
 * @throws ArenaError `bad-format`
 */
export function assertSafeName(name: string, what: string): void {
  const refusal = refusals.find(([pattern]) => pattern.test(name));
  if (refusal === undefined) return;
  throw new ArenaError('bad-format', {
    what,
    expected: 'the name of a file inside the set',
    got: `${refusal[1]}, ${quoted(name)}`,
    hint: 'correct the manifest',
  });
}
