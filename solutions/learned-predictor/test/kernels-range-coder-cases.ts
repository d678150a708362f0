import fc from 'fast-check';
import { expect } from 'vitest';
import { anyByte, expectSame, guardBytes, junk } from './kernel-helpers.ts';
import { kernels, put, room, u8At, u32At } from './kernels.ts';
import { type Model, newModels, RangeDecoder, RangeEncoder } from './reference/range-coder.ts';

export type Decision =
  | { readonly kind: 'bit'; readonly model: number; readonly value: number }
  | { readonly kind: 'uniform'; readonly size: number; readonly value: number }
  | { readonly kind: 'tree'; readonly bits: number; readonly value: number }
  | { readonly kind: 'signed'; readonly value: number };

// Models: of single bits, of a tree, of signed numbers.
export const bitModels = 8;
const treeModels = 256;
const signedModels = 32;
export const modelCount = bitModels + treeModels + signedModels;

type ReferenceCoder = RangeEncoder | RangeDecoder;

export function codeByReference(coder: ReferenceCoder, models: readonly Model[], decision: Decision): number {
  const { kind, value } = decision;
  if (kind === 'bit') return coder.bit(models[decision.model], value);
  if (kind === 'uniform') return coder.uniform(value, decision.size);
  if (kind === 'tree') return coder.tree(models.slice(bitModels), decision.bits, value);
  return coder.signed(models.slice(bitModels + treeModels), value);
}

function codeByKernel(models: number, decision: Decision): number {
  const { kind, value } = decision;
  if (kind === 'bit') return kernels.codeBit(models + 4 * decision.model, value);
  if (kind === 'uniform') return kernels.codeUniform(value, decision.size);
  if (kind === 'tree') return kernels.codeTree(models + 4 * bitModels, decision.bits, value);
  return kernels.codeSigned(models + 4 * (bitModels + treeModels), value);
}

export const pack = (models: readonly Model[]): Uint32Array =>
  Uint32Array.from(models, ({ probability, seen }) => probability * 65_536 + seen);
export const copy = (models: readonly Model[]): Model[] => models.map((model) => ({ ...model }));

interface Run {
  readonly values: number[];
  readonly models: Uint32Array;
}

function encodeByReference(
  decisions: readonly Decision[],
  first: readonly Model[],
): Run & { stream: Uint8Array } {
  const models = copy(first);
  const encoder = new RangeEncoder();
  const values = decisions.map((decision) => codeByReference(encoder, models, decision));
  return { values, models: pack(models), stream: encoder.finish() };
}

export function encodeByKernel(
  decisions: readonly Decision[],
  first: readonly Model[],
): Run & { stream: Uint8Array } {
  const models = put(pack(first));
  const out = room(64 + 40 * decisions.length);
  kernels.startEncoding(out);
  const values = decisions.map((decision) => codeByKernel(models, decision));
  const end = kernels.finishEncoding();
  expect(kernels.streamCursor()).toBe(end);
  return { values, models: u32At(models, modelCount), stream: u8At(out, end - out) };
}

/** Decoding must not look at the values. */
const blind = (decision: Decision): Decision => ({ ...decision, value: 0 });

export function decodeByReference(
  stream: Uint8Array,
  decisions: readonly Decision[],
  first: readonly Model[],
): Run & { cursor: number } {
  const models = copy(first);
  const decoder = new RangeDecoder(stream);
  const values = decisions.map((decision) => codeByReference(decoder, models, blind(decision)));
  return { values, models: pack(models), cursor: decoder.cursor };
}

/** `more` bytes of junk behind the stream are there to be read. */
export function decodeByKernel(
  stream: Uint8Array,
  decisions: readonly Decision[],
  first: readonly Model[],
  more = 0,
): Run & { cursor: number } {
  const models = put(pack(first));
  const at = put(stream, more + guardBytes, junk);
  kernels.startDecoding(at, at + stream.length + more);
  const values = decisions.map((decision) => codeByKernel(models, blind(decision)));
  return { values, models: u32At(models, modelCount), cursor: kernels.streamCursor() - at };
}

export function expectSameCoding(decisions: readonly Decision[], first: readonly Model[]): Uint8Array {
  const expected = encodeByReference(decisions, first);
  const encoded = encodeByKernel(decisions, first);
  expectSame(encoded.stream, expected.stream);
  const cursor = expected.stream.length;
  const decoded = [
    decodeByReference(expected.stream, decisions, first),
    decodeByKernel(expected.stream, decisions, first),
    decodeByKernel(expected.stream, decisions, first, 40),
  ];
  for (const run of [expected, encoded, ...decoded]) {
    expectSame(
      run.values,
      decisions.map(({ value }) => value),
    );
    expectSame(run.models, expected.models);
  }
  for (const run of decoded) expect(run.cursor).toBe(cursor);
  return expected.stream;
}

export const even = newModels(modelCount);

export const bits: fc.Arbitrary<Decision> = fc.record({
  kind: fc.constant('bit' as const),
  model: fc.integer({ min: 0, max: bitModels - 1 }),
  value: fc.integer({ min: 0, max: 1 }),
});
const sizes = fc.oneof(
  fc.constantFrom(1, 2, 3, 255, 256, 65_535, 65_536),
  fc.integer({ min: 1, max: 65_536 }),
);
export const uniforms: fc.Arbitrary<Decision> = fc
  .tuple(sizes, fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })))
  .map(([size, share]) => ({ kind: 'uniform', size, value: Math.round(share * (size - 1)) }));
const trees: fc.Arbitrary<Decision> = fc
  .tuple(fc.integer({ min: 0, max: 8 }), anyByte)
  .map(([height, value]) => ({ kind: 'tree', bits: height, value: value % 2 ** height }));
const magnitudes = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 32_766, 32_767),
  fc.integer({ min: 0, max: 15 }).map((power) => 2 ** power - 1),
  fc.integer({ min: 0, max: 14 }).map((power) => 2 ** power),
  fc.integer({ min: 0, max: 32_767 }),
);
const signed: fc.Arbitrary<Decision> = fc
  .tuple(magnitudes, fc.constantFrom(1, -1))
  .map(([magnitude, sign]) => ({ kind: 'signed', value: magnitude === 0 ? 0 : sign * magnitude }));
export const decisionLists = fc.oneof(
  fc.array(fc.oneof(bits, uniforms, trees, signed), { maxLength: 200 }),
  fc.array(uniforms, { maxLength: 200 }),
  fc.array(signed, { maxLength: 200 }),
);
/** All that a model can be, and more: updates do not come as near to 0 and 1. */
const anyModels = fc
  .array(
    fc.record({
      probability: fc.oneof(fc.constantFrom(48, 65_488, 32_768), fc.integer({ min: 48, max: 65_488 })),
      seen: fc.oneof(fc.constantFrom(0, 59, 60), fc.integer({ min: 0, max: 60 })),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((cells) => even.map((model, i) => cells[i % cells.length] ?? model));
export const firstModels = fc.oneof(fc.constant(even), anyModels);
