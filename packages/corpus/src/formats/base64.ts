import { ArenaError } from '@matrix-arena/contract';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const isDigit = new Uint8Array(256);
for (const digit of Buffer.from(alphabet)) isDigit[digit] = 1;

const equalsSign = '='.charCodeAt(0);

/**
 * Decodes base64 text (RFC 4648, section 4) and nothing else: no other characters, no missing padding, no stray bits
 * in the last digit. One line break at the end is fine. Node's own decoder lets all of that pass.
 *
 * @throws ArenaError `bad-format`
 */
export function decodeBase64(text: Uint8Array, what: string): Uint8Array {
  const endsWithBreak = /\r?\n$/.exec(Buffer.from(text.subarray(-2)).toString('latin1'));
  const encoded = text.subarray(0, text.length - (endsWithBreak?.[0].length ?? 0));
  const padding = encoded.at(-1) !== equalsSign ? 0 : encoded.at(-2) !== equalsSign ? 1 : 2;
  const digitCount = encoded.length - padding;
  for (let i = 0; i < digitCount; i++) {
    if (isDigit[encoded[i]] === 1) continue;
    const got = `${JSON.stringify(String.fromCharCode(encoded[i]))} at byte ${i}`;
    throw malformed(what, 'base64 characters', got);
  }
  if (encoded.length % 4 !== 0) throw malformed(what, 'base64 in groups of 4 characters', encoded.length);
  const decoded = Buffer.from(Buffer.from(encoded).toString('latin1'), 'base64');
  const lastGroup = Buffer.from(encoded.subarray(-4)).toString('latin1');
  if (Buffer.from(lastGroup, 'base64').toString('base64') !== lastGroup) {
    throw malformed(what, 'zero bits behind the last byte', lastGroup);
  }
  return decoded;
}

function malformed(what: string, expected: string, got: string | number): ArenaError {
  return new ArenaError('bad-format', { what, expected, got, hint: 'fetch the file again' });
}
