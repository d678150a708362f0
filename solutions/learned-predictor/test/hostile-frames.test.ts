import { makeMatrix } from '@matrix-arena/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codec } from './codec.ts';
import { checksumOf, decoded, disagreement, frameOf, mode, refusal, zeroBlock } from './hostile-helpers.ts';
import { type PlanesPlan, planesPayload } from './planes-writer.ts';
import { rowsPayload } from './rows-writer.ts';

/** 2 x 4 values that begin with 1: exponents are 127, but for one; the rest is 0, but for two. */
const values = Uint16Array.of(0x3f80, 0x3f80, 0xbf80, 0x3f81, 0x3f80, 0x4980, 0x3f80, 0x3f80);
const stored = new Uint8Array(values.slice().buffer);
const header = ['M', 'L', 'P'].map((letter) => letter.charCodeAt(0));

/** A frame that is written down byte by byte. */
function bytesOf(version: number, shape: readonly number[], ...behind: number[]): Uint8Array {
  return Uint8Array.of(...header, version, ...shape, ...behind);
}

const storedFrame = frameOf(values, 2, mode.stored, stored);

it('a frame with a stored block that was put together by hand decodes', () => {
  expect(decoded(storedFrame)).toEqual([...values]);
});

describe('the header', () => {
  const empty = checksumBytes(new Uint16Array(), 1);

  it('of a matrix without values may say its shape in bytes that it does not need', () => {
    expect(codec.decompress(bytesOf(1, [0x81, 0x80, 0x80, 0x80, 0, 0, 0], ...empty)).rows).toBe(1);
  });

  it.for<[string, Uint8Array, string]>([
    ['another magic', storedFrame.with(2, 0x51), 'corrupt: magic: expected MLP, got MLQ'],
    ['another version', storedFrame.with(3, 2), 'unsupported-version: format version: expected 1, got 2'],
    [
      'a number in six bytes',
      bytesOf(1, [0x81, 0x80, 0x80, 0x80, 0x80, 0, 0, 0], ...empty),
      'corrupt: rows: expected at most 5 bytes, got more',
    ],
    [
      'a width in six bytes',
      bytesOf(1, [1, 0, 0x81, 0x80, 0x80, 0x80, 0x80, 0], ...empty),
      'corrupt: width: expected at most 5 bytes, got more',
    ],
    [
      'more values than there may be',
      bytesOf(1, [0x80, 0x80, 1, 0x80, 0x80, 1, 0], ...empty),
      'limit-exceeded: matrix bytes: expected at most 268435456, got 536870912',
    ],
    [
      'a width that is no divisor',
      frameOf(values, 2, mode.stored, stored, { width: 3 }),
      'corrupt: width: expected a divisor of 2 x 4, got 3',
    ],
    [
      'a width of more than all values',
      frameOf(values, 2, mode.stored, stored, { width: 16 }),
      'corrupt: width: expected a divisor of 2 x 4, got 16',
    ],
    [
      'another checksum',
      frameOf(values, 2, mode.stored, stored, { checksum: 7 }),
      `corrupt: checksum: expected 7, got ${checksumOf(values, 2)}`,
    ],
    [
      'another shape of as many values',
      storedFrame.with(4, 4).with(5, 2),
      `corrupt: checksum: expected ${checksumOf(values, 2)}, got ${checksumOf(values, 4)}`,
    ],
  ])('is refused with %s', ([, frame, message]) => {
    expect(refusal(frame)).toBe(message);
  });
});

describe('a block', () => {
  /** One row of zeros. */
  const rowOf = (cols: number): Uint8Array => {
    const block = zeroBlock(0, 1, cols);
    return frameOf(block.values, 1, mode.rows, rowsPayload(block));
  };

  it('of rows may have 65536 columns', () => {
    expect(codec.decompress(rowOf(65_536)).bytes).toEqual(new Uint8Array(2 * 65_536));
  });

  it.for<[string, () => Uint8Array, string]>([
    [
      'an unknown mode',
      () => frameOf(values, 2, 3, Uint8Array.from(planesPayload(values))),
      'corrupt: block mode: expected a known one, got 3',
    ],
    [
      'rows of more than 65536 columns',
      () => rowOf(65_537),
      'corrupt: block mode: expected a known one, got 2',
    ],
    [
      'rows without a width',
      () => bytesOf(1, [0, 0, 0], ...checksumBytes(new Uint16Array(), 0), mode.rows),
      'corrupt: frame bytes: expected 11, got 12',
    ],
    [
      'a byte less than its values take',
      () => storedFrame.slice(0, -1),
      'truncated: block: expected 28 bytes, got 27',
    ],
    [
      'less than the length it has',
      () =>
        frameOf(values, 2, mode.planes, Uint8Array.from(planesPayload(values)), {
          lengthOfBlock: 2 ** 32 - 1,
        }),
      'truncated: block: expected 4294967311 bytes, got 37',
    ],
    [
      'another block behind it',
      () => Uint8Array.of(...storedFrame, 0, ...stored),
      'corrupt: frame bytes: expected 28, got 45',
    ],
    ['nothing in it', () => frameOf(values, 2, mode.planes, new Uint8Array()), disagreement],
    [
      'a byte behind its rows',
      () => frameOf(zeroBlock().values, 3, mode.rows, Uint8Array.of(...rowsPayload(zeroBlock()), 0)),
      disagreement,
    ],
  ])('is refused with %s', ([, make, message]) => {
    expect(refusal(make())).toBe(message);
  });
});

describe('planes', () => {
  const restTable = { 0: 4000, 1: 48, 128: 48 };
  const exponentTable = { 127: 4000, 147: 96 };
  /** Pairs of class 1 twice, with and without an escape, and of the classes 1 and 0, which is what pads the group. */
  const pairTable = { 0: 1000, 1: 2000, 15: 1000 };
  const payloadOf = (plan: PlanesPlan): number[] => planesPayload(values, plan);
  const frameWith = (payload: readonly number[]): Uint8Array =>
    frameOf(values, 2, mode.planes, Uint8Array.from(payload));
  const pairs: PlanesPlan = { exponents: pairTable, base: 128 };

  it.for<[string, PlanesPlan]>([
    ['stored', {}],
    ['coded', { rest: restTable, exponents: exponentTable }],
    ['coded, exponents alone', { exponents: exponentTable }],
    ['in pairs', { rest: restTable, ...pairs }],
  ])('that were written by hand decode: %s', ([, plan]) => {
    expect(decoded(frameWith(payloadOf(plan)))).toEqual([...values]);
  });

  // In each of these all is as a decoder that leaves out the check would have it, the checksum too.
  it.for<[string, readonly number[]]>([
    ['the rest cut off', payloadOf({}).slice(0, 5)],
    ['exponents cut off', payloadOf({}).slice(0, -1)],
    ['a byte behind the exponents', [...payloadOf({}), 0]],
    ['a table of the rest with a sum beyond 4096', payloadOf({ rest: { ...restTable, 255: 1 } })],
    ['a table of the rest with a negative frequency', payloadOf({ rest: { ...restTable, 255: -1 } })],
    ['a table of exponents with a sum beyond 4096', payloadOf({ exponents: { ...exponentTable, 255: 1 } })],
    [
      'a table of exponents with a negative frequency',
      payloadOf({ exponents: { ...exponentTable, 255: -1 } }),
    ],
    ['an escape too many', [...payloadOf(pairs), 0]],
    ['an escape too few', payloadOf(pairs).slice(0, -1)],
  ])('are refused with %s', ([, payload]) => {
    expect(refusal(frameWith(payload))).toBe(disagreement);
  });

  describe.for<[string, PlanesPlan, 'rest' | 'exponents']>([
    ['the rest', { rest: { 0: 4095 } }, 'rest'],
    ['the exponents', { exponents: { 127: 4095 } }, 'exponents'],
  ])('with a table of %s', ([, sound, run]) => {
    const ones = new Uint16Array(16).fill(0x3f80);
    const frameFor = (plan: PlanesPlan): Uint8Array =>
      frameOf(ones, 2, mode.planes, Uint8Array.from(planesPayload(ones, plan)));

    it('decode', () => {
      expect(decoded(frameFor(sound))).toEqual([...ones]);
    });

    it('are refused when the states are not where they began', () => {
      expect(refusal(frameFor({ ...sound, unfinished: run }))).toBe(disagreement);
    });

    it('are refused with a frequency of 4096', () => {
      expect(refusal(frameFor({ [run]: { [run === 'rest' ? 0 : 127]: 4096 } }))).toBe(disagreement);
    });
  });
});

it('damage anywhere is noticed or does no harm', () => {
  const originals = [
    makeMatrix('near-copies', 60, 32, 1),
    makeMatrix('sparse', 40, 24, 1),
    makeMatrix('gradients', 1, 4096, 1),
    makeMatrix('random-bits', 20, 20, 1),
  ].map((matrix) => ({ matrix, frame: codec.compress(matrix) }));
  const damages = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...originals),
      damages,
      fc.boolean(),
      ({ matrix, frame }, bytes, isNearStart) => {
        const damaged = frame.slice();
        for (const [at, byte] of bytes) damaged[(isNearStart ? at % 200 : at) % damaged.length] = byte;
        const outcome = refusal(damaged);
        if (outcome === 'not refused') expect(codec.decompress(damaged)).toEqual(matrix);
        else expect(outcome).toMatch(/^(corrupt|truncated|unsupported-version|limit-exceeded): /);
      },
    ),
    { seed: 1, numRuns: 2000 },
  );
});

/** The checksum of a matrix as it stands in a header. */
function checksumBytes(of: Uint16Array, rows: number): number[] {
  const checksum = of.length === 0 ? Math.imul(rows + 1, 0x9e3779b1) : checksumOf(of, rows);
  return [0, 8, 16, 24].map((shift) => (checksum >>> shift) & 0xff);
}
