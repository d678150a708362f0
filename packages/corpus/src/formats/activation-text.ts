import { ArenaError, limits, type Matrix } from '@matrix-arena/contract';
import { decodeBase64 } from './base64.ts';
import { readNpy } from './npy.ts';
import { maxNpyHeaderBytes } from './npy-header.ts';

/** Base64 makes four characters of three bytes. */
const maxTextBytes = Math.ceil((limits.maxMatrixBytes + maxNpyHeaderBytes + 16) / 3) * 4;

/**
 * Reads an `activation_<uuid>.txt` of the competition: base64 text of a `.npy` file of bytes (`|u1`). The competition
 * gives no shape, so the matrix is flat, whatever else is known of it.
 *
 * @throws ArenaError `bad-format` for text that is not base64 or a damaged `.npy`, `unsupported` for another item
 *   type, `limit-exceeded`
 */
export function readActivationText(bytes: Uint8Array, file: string): Matrix {
  if (bytes.length > maxTextBytes) {
    throw new ArenaError('limit-exceeded', {
      what: file,
      expected: `at most ${maxTextBytes} bytes of text`,
      got: bytes.length,
      hint: 'split the matrix',
    });
  }
  return readNpy(decodeBase64(bytes, file), file, undefined, '|u1');
}
