import { describe, expect, it } from 'vitest';
import { decoded, disagreement, frameOf, mode, refusal, zeroBlock } from './hostile-helpers.ts';
import { type Block, hasGrid, makeBlock, masked, rowCopy, rowZero } from './reference/columns.ts';
import { type RowCode, type RowsLies, rowsPayload } from './rows-writer.ts';

/** 1, -0, 0.25, a NaN: values with low bits, with a depth, and one that escapes. */
const row = [0x3f80, 0x8000, 0x3e80, 0x7fc0];

/** A row alone, a copy of it, and a row of zeros. */
function rowsBlock(flags = 0): Block {
  const block = makeBlock(Uint16Array.from([...row, ...row, 0, 0, 0, 0]), 3, 4);
  block.flags = flags;
  block.scaleStep = 2;
  block.rowKinds.set([0, rowCopy, rowZero]);
  return block;
}

/** Two rows of the same values: one alone, and one of any kind whose scale is so many steps above the lowest. */
function pairBlock(kind: number, steps: readonly [number, number]): Block {
  const block = makeBlock(Uint16Array.from([...row, ...row]), 2, 4);
  block.scaleStep = 2;
  block.scaleBase = -2 * steps[0];
  block.rowKinds.set([0, kind]);
  block.rowScales.set(steps.map((step) => 2 * (step - steps[0])));
  return block;
}

/** Rows that stand alone, of zeros with a depth each: 2048 of them, which are a stream. */
function depthsBlock(): Block {
  return makeBlock(new Uint16Array(2048), 32, 64);
}

function frameWith(block: Block, lies: RowsLies = {}): Uint8Array {
  return frameOf(block.values, block.rows, mode.rows, rowsPayload(block, lies));
}

const isSound: Record<string, () => Block> = {
  'rows of all actions': rowsBlock,
  'a mask': () => rowsBlock(masked),
  'a grid': () => rowsBlock(hasGrid),
  'a mask and a grid': () => rowsBlock(masked | hasGrid),
  'rows of zeros, a mask and a grid': () => zeroBlock(masked | hasGrid),
  'a stream of depths': depthsBlock,
  'a scale of 0 steps below its reference': () => pairBlock(4, [1, 0]),
  'a scale of 127 steps above its reference': () => pairBlock(4, [126, 127]),
};

it.for(Object.entries(isSound))('a payload that was written by hand decodes: %s', ([, make]) => {
  const block = make();
  expect(decoded(frameWith(block))).toEqual([...block.values]);
});

// In each of these all is as a decoder that leaves out the check would have it, the checksum too.
const refused: Record<string, () => Uint8Array> = {
  'a reference above the first row': () =>
    frameWith(zeroBlock(), { rows: { 0: { action: 2, distance: 1 } } }),
  'a distance that is kept before there is one': () => frameWith(zeroBlock(), { rows: { 1: { action: 2 } } }),
  'a gain of 0': () => frameWith(pairBlock(0, [0, 0]), { rows: { 1: predicted(0, 128) } }),
  'a scale below 0 steps': () => frameWith(pairBlock(4, [0, -1])),
  'a scale above 127 steps': () => frameWith(pairBlock(4, [127, 128])),
  'an unknown shape': () => frameWith(zeroBlock(), { shape: 3 }),
  'an escape too many': () => frameWith(rowsBlock(), { change: addEscape }),
  'a low bit too many': () => frameWith(rowsBlock(), { change: (block) => block.bitCount++ }),
  'a low bit too few': () => frameWith(rowsBlock(), { change: (block) => block.bitCount-- }),
  'a depth too many': () => frameWith(rowsBlock(), { change: addDepth }),
  'a depth too few': () => frameWith(rowsBlock(), { change: dropDepth }),
  'depths whose states are not where they began': () => frameWith(depthsBlock(), { unfinished: 'depths' }),
};

function predicted(gain: number, steps: number): RowCode {
  return { action: 1, distance: 1, gain, steps };
}

function addEscape(block: Block): void {
  block.escapes = Uint16Array.of(...block.escapes, 0);
  block.escapeCount++;
}

function addDepth(block: Block): void {
  block.depths = Uint8Array.of(...block.depths, 1);
  block.depthCount++;
}

function dropDepth(block: Block): void {
  block.depths = block.depths.slice(0, -1);
  block.depthCount--;
}

it.for(Object.entries(refused))('refuses %s', ([, make]) => {
  expect(refusal(make())).toBe(disagreement);
});

describe.for(['mask', 'grid', 'residuals'] as const)('the stream of the %s', (name) => {
  const flags = masked | hasGrid;

  it('has its states where they began at its end', () => {
    expect(refusal(frameWith(zeroBlock(flags), { unfinished: name }))).toBe(disagreement);
  });

  it('has nothing between its end and the next', () => {
    expect(refusal(frameWith(zeroBlock(flags), { longer: name }))).toBe(disagreement);
  });
});

// Numbers far too large must not lead out of the memory either, which would be no CodecError.
it.for<[string, RowsLies]>([
  ['escapes', { change: (block) => (block.escapeCount = 2 ** 32 - 1) }],
  ['escapes, one more than values', { change: (block) => (block.escapeCount = 13) }],
  ['low bits', { change: (block) => (block.bitCount = 8 * 13) }],
  ['depths', { change: (block) => (block.depthCount = 2 ** 31) }],
  ['depths of a stream', { change: (block) => (block.depthCount = 2 ** 20) }],
  ['bytes of the mask', { maskBytes: 2 ** 31 }],
  ['bytes of the mask, some more than there are', { maskBytes: 200 }],
  ['bytes of the grid', { gridBytes: 2 ** 31 }],
  ['bytes of the grid, some more than there are', { gridBytes: 137 }],
])('refuses too many %s', ([, lies]) => {
  expect(refusal(frameWith(zeroBlock(masked | hasGrid), lies))).toBe(disagreement);
});

it.each([
  ['mask', masked, { maskBytes: 0 }],
  ['grid', hasGrid, { gridBytes: 0 }],
] as const)('a %s without a stream is refused, also where nothing would be read of it', (_, flag, lies) => {
  const { values, rows } = zeroBlock(flag);
  const payload = rowsPayload(zeroBlock(flag), lies);
  // The states of the residuals are left, which 64 bytes are for.
  expect(refusal(frameOf(values, rows, mode.rows, payload.slice(0, -64)))).toBe(disagreement);
});
