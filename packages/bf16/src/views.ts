import type { Matrix } from '@matrix-arena/contract';

/** Bit patterns of bfloat16 values, one per element, in the byte order of this machine. */
export type Bf16Bits = Uint16Array;

/** Every platform that Node and browsers run on is little-endian, like the format: a view needs no byte swap. */
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The values of little-endian bfloat16 bytes as 16-bit patterns: a view of the same memory where alignment and byte
 * order allow it, a copy otherwise. Do not write to it.
 *
 * @param bytes an even number of bytes, at any offset; a last odd byte is left out
 */
export function bitsView(bytes: Uint8Array): Bf16Bits {
  const count = bytes.length >>> 1;
  if (isLittleEndian && bytes.byteOffset % 2 === 0)
    return new Uint16Array(bytes.buffer, bytes.byteOffset, count);
  // Not slice: of a Buffer that is no copy.
  if (isLittleEndian) return new Uint16Array(new Uint8Array(bytes.subarray(0, 2 * count)).buffer);
  const bits = new Uint16Array(count);
  for (let i = 0; i < count; i++) bits[i] = bytes[2 * i] | (bytes[2 * i + 1] << 8);
  return bits;
}

/** A matrix over 16-bit patterns. Shares their memory on little-endian machines. */
export function matrixFromBits(bits: Bf16Bits, rows: number, cols: number): Matrix {
  if (isLittleEndian) {
    return {
      bytes: new Uint8Array(bits.buffer, bits.byteOffset, bits.byteLength),
      rows,
      cols,
      dtype: 'bf16',
    };
  }
  const bytes = new Uint8Array(bits.byteLength);
  for (let i = 0; i < bits.length; i++) {
    bytes[2 * i] = bits[i] & 0xff;
    bytes[2 * i + 1] = bits[i] >>> 8;
  }
  return { bytes, rows, cols, dtype: 'bf16' };
}

const floatWord = new Float32Array(1);
const intWord = new Uint32Array(floatWord.buffer);

/** The value of a bit pattern: bfloat16 is the upper half of a float32. */
export function floatFromBits(bits: number): number {
  intWord[0] = bits << 16;
  return floatWord[0];
}

/** The bit pattern nearest to the value as a float32, ties to even, as hardware rounds. A NaN stays a NaN. */
export function bitsFromFloat(value: number): number {
  floatWord[0] = value;
  const word = intWord[0];
  if (Number.isNaN(value)) return (word >>> 16) | 0x40;
  return ((word + 0x7fff + ((word >>> 16) & 1)) >>> 16) & 0xffff;
}
