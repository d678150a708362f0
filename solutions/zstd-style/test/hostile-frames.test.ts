import { bitsView, matrixFromBits } from '@matrix-arena/bf16';
import { matrixChecksum } from '@matrix-arena/contract';
import { makeMatrix } from '@matrix-arena/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerOf } from '../src/frame.ts';
import { codec, refusal } from './codec.ts';

interface Parts {
  readonly rows: number;
  readonly cols: number;
  readonly width: number;
  readonly checksum: number;
  /** Mode and stored streams of each block. */
  readonly blocks: readonly (readonly [mode: number, ...streams: (readonly number[])[]])[];
}

/** Two plain rows of two values: 1, -1 and 0.75, 0, in steps of 1/32. */
const values = [0x3f80, 0xbf80, 0x3f40, 0x0000];
const sound: Parts = {
  rows: 2,
  cols: 2,
  width: 2,
  checksum: matrixChecksum(matrixFromBits(Uint16Array.from(values), 2, 2)),
  blocks: [
    [
      1,
      [0, 0], // row kinds
      [], // low distances
      [], // high distances
      [129, 129], // row exponents
      [], // column octaves
      [0], // low bits: twice two of them, then three
      [32, 0xff ^ 32, 24, 0], // residuals of class 0
      [],
      [],
      [],
      [0], // small exponents
      [], // small mantissas
      [], // low escapes
      [], // high escapes
    ],
  ],
};

function frameOf(parts: Partial<Parts> = {}): Uint8Array {
  const { blocks, ...header } = { ...sound, ...parts };
  const stored = (stream: readonly number[]): number[] => {
    const { length } = stream;
    return [0, length & 0xff, (length >> 8) & 0xff, length >> 16, ...stream];
  };
  const bytes = blocks.flatMap(([mode, ...streams]) => [mode, ...streams.flatMap(stored)]);
  return Uint8Array.of(...headerOf(header), ...bytes);
}

/** The sound frame with one stream of its block replaced. */
function withStream(index: number, stream: readonly number[]): Uint8Array {
  const [[mode, ...streams]] = sound.blocks;
  return frameOf({ blocks: [[mode, ...streams.with(index, stream)]] });
}

function checksumRefusal(decoded: readonly number[], rows: number, cols: number): string {
  const got = matrixChecksum(matrixFromBits(Uint16Array.from(decoded), rows, cols));
  return `checksum: expected ${sound.checksum}, got ${got}`;
}

it('a frame that was put together by hand decodes', () => {
  expect([...bitsView(codec.decompress(frameOf()).bytes)]).toEqual(values);
});

it.for<[string, Uint8Array, string]>([
  ['width 0', frameOf({ width: 0 }), 'width: expected a divisor of 2 x 2, at most 2097152, got 0'],
  [
    'a width that divides nothing',
    frameOf({ width: 3 }),
    'width: expected a divisor of 2 x 2, at most 2097152, got 3',
  ],
  [
    'a row longer than a block',
    frameOf({ rows: 2, cols: 2 ** 22, width: 2 ** 22 }),
    'width: expected a divisor of 2 x 4194304, at most 2097152, got 4194304',
  ],
  ['an unknown mode', frameOf({ blocks: [[2]] }), 'block mode: expected at most 1, got 2'],
  [
    'an unknown stream method',
    Uint8Array.of(...frameOf().subarray(0, 22), 2),
    'stream method: expected at most 1, got 2',
  ],
  [
    'a stream longer than its block',
    withStream(0, [0, 0, 5, 5, 5]),
    'stream size: expected at most 4, got 5',
  ],
  ['a wrong number of row kinds', withStream(0, [0, 0, 5]), 'number of row kinds: expected 2, got 3'],
  ['a row too many without values', withStream(0, [0, 5]), 'number of row exponents: expected 1, got 2'],
  ['octaves for some columns', withStream(4, [1]), 'number of column octaves: expected 2, got 1'],
  ['an octave too high', withStream(4, [0, 16]), 'column octave: expected at most 15, got 16'],
  ['an octave too low', withStream(4, [0, 0x80]), 'column octave: expected at most 15, got 128'],
  ['low bits too many', withStream(5, [0, 0]), 'size of low bits: expected 1, got 2'],
  ['low bits too few', withStream(5, []), 'size of low bits: expected 1, got 0'],
  ['residuals too many', withStream(7, [1]), 'number of residuals: expected 4, got 5'],
  ['residuals too few', withStream(6, [1, 2, 3]), 'number of residuals: expected 4, got 3'],
  [
    'residuals in another class',
    frameOf({
      blocks: [[...sound.blocks[0].slice(0, 7), [], [32, 223, 24, 0], ...sound.blocks[0].slice(9)] as never],
    }),
    'end of value stream 0: expected 4, got 0',
  ],
  ['small exponents too many', withStream(10, [0, 0]), 'end of value stream 4: expected 5, got 6'],
  ['small exponents too few', withStream(10, []), 'end of value stream 4: expected 5, got 4'],
  ['small mantissas too few', withStream(10, [3]), 'end of value stream 5: expected 6, got 5'],
  ['an escape without a value', withStream(6, [32, 0x80, 24, 0]), 'end of value stream 6: expected 6, got 5'],
  [
    'another value',
    withStream(6, [33, 0xff ^ 32, 24, 0]),
    checksumRefusal([0x3f84, ...values.slice(1)], 2, 2),
  ],
  ['another shape', frameOf({ rows: 1, cols: 4 }), checksumRefusal(values, 1, 4)],
  [
    'a plane too short',
    frameOf({ blocks: [[0, [1, 2, 3], [1, 2, 3, 4]]] }),
    'size of low plane: expected 4, got 3',
  ],
  [
    'a plane too long',
    frameOf({ blocks: [[0, [1, 2, 3, 4], [1, 2, 3, 4, 5]]] }),
    'stream size: expected at most 4, got 5',
  ],
  [
    'another block',
    frameOf({ blocks: [...sound.blocks, ...sound.blocks] }),
    'frame length in bytes: expected 88, got 155',
  ],
])('a frame with %s is corrupt', ([, frame, message]) => {
  expect(refusal(() => codec.decompress(frame))).toBe(`corrupt: zstd-style: ${message}`);
});

it.for<[string, Uint8Array, string]>([
  [
    'of another version',
    frameOf().with(4, 2),
    'unsupported-version: zstd-style: format version: expected 1, got 2',
  ],
  [
    'beyond the limits',
    frameOf({ rows: 2 ** 14, cols: 2 ** 14 }),
    'limit-exceeded: zstd-style: matrix bytes: expected at most 268435456, got 536870912',
  ],
  [
    'that lacks a block of many',
    frameOf({ rows: 2 ** 22, cols: 1, width: 1, blocks: [] }),
    'truncated: zstd-style: block mode: expected 1 bytes at offset 21, got 0',
  ],
])('a frame %s is refused', ([, frame, message]) => {
  expect(refusal(() => codec.decompress(frame))).toBe(message);
});

describe('damage anywhere', () => {
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

  it('is noticed or does no harm', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...originals),
        damages,
        fc.boolean(),
        ({ matrix, frame }, bytes, isNearStart) => {
          const damaged = frame.slice();
          for (const [at, byte] of bytes) damaged[isNearStart ? at % 200 : at % damaged.length] = byte;
          const outcome = refusal(() => {
            expect(Buffer.compare(codec.decompress(damaged).bytes, matrix.bytes)).toBe(0);
          });
          expect(outcome).toMatch(/^(not refused$|corrupt|truncated|unsupported-version|limit-exceeded)/);
        },
      ),
      { seed: 1, numRuns: 3000 },
    );
  });
});
