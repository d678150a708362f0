import { decompress as unzstd } from '@bokuweb/zstd-wasm';

/**
 * A second decoder, written from spec.md alone: slow, with plain numbers instead of bit tricks, and without any code
 * of the first. It trusts its frame and checks nothing but that everything is used up.
 *
 * @returns the values of the matrix
 */
export function decodeBySpec(frame: Uint8Array): Uint16Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const [rows, cols, width] = [5, 9, 13].map((offset) => view.getUint32(offset, true));
  const input = new Input(frame, 21);
  const values: number[] = [];
  const rowsPerBlock = Math.floor(2 ** 21 / width);
  while (values.length < rows * cols) {
    const blockRows = Math.min(rowsPerBlock, (rows * cols - values.length) / width);
    const block = input.byte() === 0 ? decodePlanes(input) : decodeSteps(input, blockRows, width);
    for (const value of block) values.push(value);
  }
  input.expectEnd();
  return Uint16Array.from(values);
}

/** Bytes that are taken one after the other. */
class Input {
  constructor(
    readonly bytes: Uint8Array,
    private at = 0,
  ) {}

  byte(): number {
    if (this.at >= this.bytes.length) throw new RangeError('nothing left');
    return this.bytes[this.at++];
  }

  expectEnd(): void {
    if (this.at !== this.bytes.length) throw new RangeError(`${this.bytes.length - this.at} bytes left over`);
  }

  /** The next stream. A zstd frame's end is found by walking over its blocks. */
  stream(): Input {
    if (this.byte() === 0) {
      const size = this.byte() + 256 * this.byte() + 65_536 * this.byte();
      this.at += size;
      return new Input(this.bytes.subarray(this.at - size, this.at));
    }
    const start = this.at;
    const descriptor = this.bytes[start + 4];
    this.at += 5 + (descriptor & 32 ? 0 : 1) + [descriptor & 32 ? 1 : 0, 2, 4, 8][descriptor >> 6];
    for (let isLast = false; !isLast; ) {
      const header = this.byte() + 256 * this.byte() + 65_536 * this.byte();
      isLast = header % 2 === 1;
      this.at += (header >> 1) % 4 === 1 ? 1 : header >> 3;
    }
    return new Input(unzstd(this.bytes.subarray(start, this.at)));
  }
}

function decodePlanes(input: Input): number[] {
  const low = input.stream();
  const high = input.stream();
  return Array.from(low.bytes, () => low.byte() + 256 * high.byte());
}

function decodeSteps(input: Input, rows: number, width: number): number[] {
  const [kinds, lowDistances, highDistances, exponents, octaves, lowBits] = streams(input, 6);
  const residuals = streams(input, 4);
  const [smallExponents, smallMantissas, lowEscapes, highEscapes] = streams(input, 4);
  const signed = (byte: number): number => (byte < 128 ? byte : byte - 256);
  const octaveOf = (col: number): number => (octaves.bytes.length === 0 ? 0 : signed(octaves.bytes[col]));
  const bits = Array.from(lowBits.bytes).flatMap((byte) =>
    Array.from({ length: 8 }, (_, i) => (byte >> i) & 1),
  );
  let bitsUsed = 0;
  const takeBits = (count: number): number => {
    let group = 0;
    for (let i = 0; i < count; i++) group += bits[bitsUsed++] * 2 ** i;
    return group;
  };
  const values: number[] = [];
  let distance = 0;

  for (let row = 0; row < rows; row++) {
    const kind = kinds.byte();
    if (kind === 1 || kind === 3) distance = lowDistances.byte() + 256 * highDistances.byte();
    const above = (col: number): number => values[(row - distance) * width + col];
    if (kind === 5) values.push(...Array(width).fill(0));
    else if (kind === 3 || kind === 4) values.push(...Array.from({ length: width }, (_, col) => above(col)));
    else {
      const rowExponent = exponents.byte();
      for (let col = 0; col < width; col++) {
        const reference = kind === 0 ? 0 : above(col);
        const base = rowExponent + octaveOf(col);
        const raise = Math.max(0, exponentOf(reference) - base);
        const stepExponent = base + raise;
        const residual = signed(residuals[Math.min(raise, 3)].byte());
        if (residual === -128) {
          values.push(lowEscapes.byte() + 256 * highEscapes.byte());
          continue;
        }
        const position = residual + positionOf(reference, stepExponent);
        const sign = position < 0 ? 0x8000 : 0;
        const steps = position < 0 ? -1 - position : position;
        values.push(sign + (steps === 0 ? small(stepExponent) : large(steps, stepExponent)));
      }
    }
  }
  for (const stream of [...residuals, smallExponents, smallMantissas, lowEscapes, highEscapes])
    stream.expectEnd();
  for (const stream of [kinds, lowDistances, highDistances, exponents]) stream.expectEnd();
  if (Math.ceil(bitsUsed / 8) !== lowBits.bytes.length) throw new RangeError('low bits left over');
  return values;

  function small(stepExponent: number): number {
    const below = smallExponents.byte();
    return below === 0 ? 0 : (stepExponent - 7 - below) * 128 + smallMantissas.byte();
  }

  function large(steps: number, stepExponent: number): number {
    const log2 = steps.toString(2).length - 1;
    const top = Math.floor((steps - 2 ** log2) * 2 ** (7 - log2));
    return (stepExponent - 7 + log2) * 128 + top + takeBits(Math.max(0, 7 - log2));
  }
}

function streams(input: Input, count: number): Input[] {
  return Array.from({ length: count }, () => input.stream());
}

function exponentOf(value: number): number {
  return Math.floor(value / 128) % 256;
}

function positionOf(value: number, stepExponent: number): number {
  const steps = Math.floor((128 + (value % 128)) * 2 ** (exponentOf(value) - stepExponent));
  return value < 0x8000 ? steps : -1 - steps;
}
