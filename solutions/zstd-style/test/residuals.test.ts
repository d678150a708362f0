import type { Bf16Bits } from '@matrix-arena/bf16';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  classCount,
  maxColumnOctave,
  maxRowExponent,
  minRowExponent,
  rowKind,
  valueStream,
  valueStreamCount,
} from '../src/constants.ts';
import { decodeResiduals, encodeResiduals } from '../src/residuals.ts';
import type { RowPlan } from '../src/row-plan.ts';

interface Streams {
  readonly values: readonly Uint8Array[];
  readonly lowBits: Uint8Array;
}

function encode(bits: Bf16Bits, width: number, plan: RowPlan, octaves: Int8Array): Streams {
  const room = bits.length + 1;
  const bytes = new Uint8Array((valueStreamCount + 1) * room).fill(0xee);
  const cursors = Int32Array.from({ length: valueStreamCount }, (_, i) => i * room);
  const lowStart = valueStreamCount * room;
  const lowBytes = encodeResiduals(bits, width, plan, octaves, { bytes, cursors, lowStart });
  return {
    values: Array.from(cursors, (end, i) => bytes.slice(i * room, end)),
    lowBits: bytes.slice(lowStart, lowStart + lowBytes),
  };
}

function decode(
  { values, lowBits }: Streams,
  count: number,
  width: number,
  plan: RowPlan,
  octaves: Int8Array,
) {
  const lengths = values.map(({ length }) => length);
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, length) => sum + length, 0));
  const bytes = new Uint8Array(Buffer.concat([...values, lowBits, Buffer.from([0xee, 0xee])]));
  const bits = new Uint16Array(count);
  const cursors = Int32Array.from(starts);
  const lowStart = bytes.length - lowBits.length - 2;
  const lowBytes = decodeResiduals(bits, width, plan, octaves, { bytes, cursors, lowStart });
  expect(lowBytes).toBe(lowBits.length);
  expect([...cursors]).toEqual(starts.map((start, i) => start + lengths[i]));
  return bits;
}

/** One plain row of octave 0. */
function encodeRow(values: readonly number[], exponent: number): Streams {
  return encode(
    Uint16Array.from(values),
    values.length,
    planOf([rowKind.plain], [0], [exponent]),
    noOctaves(values),
  );
}

function planOf(kinds: number[], references: number[], exponents: number[]): RowPlan {
  return {
    kinds: Uint8Array.from(kinds),
    references: Int32Array.from(references),
    exponents: Uint8Array.from(exponents),
  };
}

function noOctaves({ length }: { length: number }): Int8Array {
  return new Int8Array(length);
}

const finite = fc.integer({ min: 0, max: 0xffff }).filter((bits) => (bits & 0x7f80) !== 0x7f80);
/** Near one exponent, where steps of all sizes meet; a few far away. */
const usual = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0x3d00, max: 0x41ff }) },
  { weight: 20, arbitrary: fc.integer({ min: 0xbd00, max: 0xc1ff }) },
  { weight: 3, arbitrary: fc.constantFrom(0, 0x8000, 1, 0x807f, 0x0080, 0x7f7f, 0xff7f) },
  { weight: 1, arbitrary: finite },
);
const exponent = fc.oneof(
  fc.integer({ min: 118, max: 132 }),
  fc.integer({ min: minRowExponent, max: maxRowExponent }),
);
const octave = fc.oneof(fc.constant(0), fc.integer({ min: -maxColumnOctave, max: maxColumnOctave }));

const cases = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, rows]) =>
    fc.record({
      width: fc.constant(width),
      bits: fc.array(usual, { minLength: width * rows, maxLength: width * rows }),
      rows: fc.array(
        fc.record({
          kind: fc.constantFrom(rowKind.plain, rowKind.reference, rowKind.copy, rowKind.zero),
          back: fc.nat(),
          exponent,
        }),
        { minLength: rows, maxLength: rows },
      ),
      octaves: fc.array(octave, { minLength: width, maxLength: width }),
    }),
  );

describe('the kernels', () => {
  it("are each other's inverse for any plan that fits the values", () => {
    fc.assert(
      fc.property(cases, ({ width, bits, rows, octaves }) => {
        const values = Uint16Array.from(bits);
        const kinds = rows.map(({ kind }, row) =>
          row === 0 && kind !== rowKind.zero ? rowKind.plain : kind,
        );
        const references = rows.map(({ back }, row) => (row === 0 ? 0 : row - 1 - (back % row)));
        for (const [row, kind] of kinds.entries()) {
          if (kind === rowKind.zero) values.fill(0, row * width, (row + 1) * width);
          if (kind === rowKind.copy) {
            values.copyWithin(row * width, references[row] * width, (references[row] + 1) * width);
          }
        }
        const plan = planOf(
          kinds,
          references,
          rows.map((row) => row.exponent),
        );
        const columns = Int8Array.from(octaves);
        const streams = encode(values, width, plan, columns);
        expect(decode(streams, values.length, width, plan, columns)).toEqual(values);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('bring back every finite value, at every exponent of the step', () => {
    const values = Uint16Array.from({ length: 65_536 }, (_, bits) => ((bits & 0x7f80) === 0x7f80 ? 0 : bits));
    for (let at = minRowExponent; at <= maxRowExponent; at += 12) {
      const plan = planOf([rowKind.plain], [0], [at]);
      const octaves = noOctaves(values);
      const streams = encode(values, values.length, plan, octaves);
      const decoded = decode(streams, values.length, values.length, plan, octaves);
      expect(Buffer.compare(Buffer.from(decoded.buffer), Buffer.from(values.buffer))).toBe(0);
    }
  });
});

describe('the encoder', () => {
  it('packs the example of the spec: 10010b steps, and three low bits', () => {
    // 1.0010110b x 2^3 has exponent field 130; 2^-1 is the step of exponent 133.
    const { values, lowBits } = encodeRow([(130 << 7) | 0b0010110], 133);
    expect([...values[0]]).toEqual([0b10010]);
    expect([...lowBits]).toEqual([0b110]);
  });

  it("takes ones' complement for negative values", () => {
    const { values } = encodeRow([0x8000 | (130 << 7) | 0b0010110], 133);
    expect([...values[0]]).toEqual([0xff ^ 0b10010]);
  });

  it('sends what a value below one step does not tell, and no mantissa for zeros', () => {
    const { values, lowBits } = encodeRow([0, 0x8000, (120 << 7) | 5, 0x807f], 133);
    expect([...values[0]]).toEqual([0, 0xff, 0, 0xff]);
    expect([...values[valueStream.smallExponents]]).toEqual([0, 0, 133 - 7 - 120, 133 - 7]);
    expect([...values[valueStream.smallMantissas]]).toEqual([5, 127]);
    expect([...lowBits]).toEqual([]);
  });

  it('lets values escape that are more than 127 steps from their prediction', () => {
    const { values } = encodeRow([(132 << 7) | 127, (133 << 7) | 0, (250 << 7) | 1], 133);
    expect([...values[0]]).toEqual([127, 0x80, 0x80]);
    expect([...values[valueStream.escapesLow]]).toEqual([0x80, 0x01]);
    expect([...values[valueStream.escapesHigh]]).toEqual([(133 << 7) >> 8, (250 << 7) >> 8]);
  });

  it('never takes steps finer than the last bit of the reference, and a class of its own for each doubling', () => {
    const bits = Uint16Array.from([0, 1, 2, 3, 4].flatMap((above) => (100 + above) << 7));
    const both = Uint16Array.of(...bits, ...bits);
    const plan = planOf([rowKind.plain, rowKind.reference], [0, 0], [110, 100]);
    const { values } = encode(both, 5, plan, noOctaves(bits));
    expect(values.slice(0, classCount).map(({ length }) => length)).toEqual([5 + 1, 1, 1, 2]);
    expect([...values[0]].at(-1)).toBe(0);
  });
});
