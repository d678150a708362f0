import { bytesPerValue, elementCount, type Matrix } from '@matrix-arena/contract';
import { violated } from './rule.ts';

/** Whether two byte sequences are equal. */
export function isSameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

/** Whether two matrices have the same shape and bytes. */
export function isSameMatrix(left: Matrix, right: Matrix): boolean {
  return left.rows === right.rows && left.cols === right.cols && isSameBytes(left.bytes, right.bytes);
}

/** @throws a violation that tells the first differing byte */
export function assertSameBytes(what: string, got: Uint8Array, expected: Uint8Array): void {
  if (isSameBytes(got, expected)) return;
  if (got.length !== expected.length) {
    violated(`${what}: expected ${expected.length} bytes, got ${got.length}`);
  }
  const at = expected.findIndex((byte, i) => byte !== got[i]);
  violated(`${what}: expected byte ${at} to be ${hex(expected[at])}, got ${hex(got[at])}`);
}

/** @throws a violation unless `got` is a whole and sound matrix with the shape and bytes of `expected` */
export function assertSameMatrix(what: string, got: Matrix, expected: Matrix): void {
  assertIsMatrix(what, got);
  if (got.rows !== expected.rows || got.cols !== expected.cols) {
    violated(`${what}: expected shape ${expected.rows}x${expected.cols}, got ${got.rows}x${got.cols}`);
  }
  assertSameBytes(what, got.bytes, expected.bytes);
}

/** @throws a violation unless the value is a matrix that agrees with itself */
export function assertIsMatrix(what: string, got: Matrix): void {
  if (typeof got !== 'object' || got === null) violated(`${what}: expected a matrix, got ${String(got)}`);
  if (!(got.bytes instanceof Uint8Array)) {
    violated(`${what}: expected bytes to be a Uint8Array, got ${typeof got.bytes}`);
  }
  if (got.dtype !== 'bf16') violated(`${what}: expected dtype bf16, got ${String(got.dtype)}`);
  const expectedBytes = bytesPerValue * elementCount(got);
  if (got.bytes.length !== expectedBytes) {
    violated(
      `${what}: expected ${got.rows}x${got.cols} to have ${expectedBytes} bytes, got ${got.bytes.length}`,
    );
  }
}

/** An independent copy, also of a Buffer, whose own `slice` is a view. */
export function copyBytes(bytes: Uint8Array, start = 0, end = bytes.length): Uint8Array {
  return new Uint8Array(bytes.subarray(start, end));
}

/** An independent copy. */
export function copyMatrix(matrix: Matrix): Matrix {
  return { ...matrix, bytes: copyBytes(matrix.bytes) };
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
