import { ArenaError } from '@matrix-arena/contract';
import { latin1Text } from './latin1.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const noDigit = 64;
/** Six bits of each character, by its code. */
const digitOf = new Uint8Array(256).fill(noDigit);
for (let value = 0; value < alphabet.length; value++) digitOf[alphabet.charCodeAt(value)] = value;

const equalsSign = '='.charCodeAt(0);

/**
 * Decodes base64 text (RFC 4648, section 4) and nothing else: no other characters, no missing padding, no stray bits
 * in the last digit. One line break at the end is fine. The decoders of platforms let all of that pass.
 *
 * @throws ArenaError `bad-format`
 */
export function decodeBase64(text: Uint8Array, what: string): Uint8Array {
  const endsWithBreak = /\r?\n$/.exec(latin1Text(text.subarray(-2)));
  const encoded = text.subarray(0, text.length - (endsWithBreak?.[0].length ?? 0));
  const padding = encoded.at(-1) !== equalsSign ? 0 : encoded.at(-2) !== equalsSign ? 1 : 2;
  const digits = encoded.subarray(0, encoded.length - padding);
  for (let i = 0; i < digits.length; i++) {
    if (digitOf[digits[i]] !== noDigit) continue;
    const got = `${JSON.stringify(String.fromCharCode(digits[i]))} at byte ${i}`;
    throw malformed(what, 'base64 characters', got);
  }
  if (encoded.length % 4 !== 0) throw malformed(what, 'base64 in groups of 4 characters', encoded.length);
  if (strayBits(digits) !== 0) {
    throw malformed(what, 'zero bits behind the last byte', latin1Text(encoded.subarray(-4)));
  }
  return bytesOf(digits);
}

/** The bits of the last digit that belong to no byte: 4 of a group of two digits, 2 of a group of three. */
function strayBits(digits: Uint8Array): number {
  const last = digitOf[digits[digits.length - 1]];
  return [0, 0, last & 0b1111, last & 0b11][digits.length % 4];
}

/**
 *     digit 0   digit 1     digit 2     digit 3
 *     aaaaaa    aa|bbbb     bbbb|cc     cccccc     of bytes a, b, c
 */
function bytesOf(digits: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let filled = 0;
  for (let i = 0; i < digits.length; i += 4) {
    const group =
      (digitOf[digits[i]] << 18) |
      (digitOf[digits[i + 1]] << 12) |
      (digitOf[digits[i + 2] ?? 0] << 6) |
      digitOf[digits[i + 3] ?? 0];
    // A write beyond the end of a typed array does nothing.
    bytes[filled++] = group >>> 16;
    bytes[filled++] = group >>> 8;
    bytes[filled++] = group;
  }
  return bytes;
}

function malformed(what: string, expected: string, got: string | number): ArenaError {
  return new ArenaError('bad-format', { what, expected, got, hint: 'fetch the file again' });
}
