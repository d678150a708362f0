import type { Bf16Bits } from '@matrix-arena/bf16';
import { blockMode, classCount, maxColumnOctave, rowKind, valueStreamCount } from './constants.ts';
import { expectAtMost, expectSame } from './errors.ts';
import { FrameWriter } from './frame-writer.ts';
import { findReferences } from './reference-search.ts';
import { decodeResiduals, encodeResiduals } from './residuals.ts';
import { type RowPlan, readRowPlan, writeRowPlan } from './row-plan.ts';
import { scratchBytes } from './scratch.ts';
import { measureColumnOctaves, measureRowExponents } from './step-exponents.ts';

// A block of steps:
//
//     mode (8) = 1 | row plan (4 streams) | column octaves | low bits | value streams (8)

/** @param bits the values of the block, whole rows, none of them infinite or NaN */
export function encodeStepsBlock(bits: Bf16Bits, width: number): Uint8Array {
  const found = findReferences(bits, bits.length / width, width);
  const sentOctaves = measureColumnOctaves(bits, width, found);
  const octaves = sentOctaves ?? new Int8Array(width);
  const plan: RowPlan = { ...found, exponents: measureRowExponents(bits, width, found, octaves) };
  const block = new FrameWriter();
  block.bytes(Uint8Array.of(blockMode.steps));
  writeRowPlan(plan, block);
  block.stream(Uint8Array.from(sentOctaves ?? []));

  // Room for every value in every stream, and for a last byte that the low bits touch.
  const room = bits.length + 1;
  const bytes = scratchBytes((valueStreamCount + 1) * room);
  const cursors = Int32Array.from({ length: valueStreamCount }, (_, stream) => stream * room);
  const lowStart = valueStreamCount * room;
  const lowBytes = encodeResiduals(bits, width, plan, octaves, { bytes, cursors, lowStart });
  // Uniform, unless the values lie on a grid.
  block.noiseStream(bytes.subarray(lowStart, lowStart + lowBytes));
  for (const [stream, end] of cursors.entries()) block.stream(bytes.subarray(stream * room, end));
  return block.finish();
}

/**
 * @param streams contents of the block, none of them longer than the block has values
 * @param bits gets the values; all zero before
 * @throws CodecError `corrupt` when the streams do not fit together
 */
export function decodeStepsBlock(streams: readonly Uint8Array[], bits: Bf16Bits, width: number): void {
  expectSame('number of row kinds', bits.length / width, streams[0].length);
  const plan = readRowPlan(streams);
  const [sentOctaves, lowBits, ...values] = streams.slice(4);
  const octaves = readOctaves(sentOctaves, width);
  const sentRows = plan.kinds.reduce((count, kind) => (kind < rowKind.copy ? count + 1 : count), 0);
  const residualCount = values.slice(0, classCount).reduce((count, { length }) => count + length, 0);
  expectSame('number of residuals', sentRows * width, residualCount);

  // One stream after the other; the kernel looks two bytes beyond the last.
  const ordered = [...values, lowBits];
  const starts = [0];
  for (const { length } of ordered) starts.push(starts[starts.length - 1] + length);
  const bytes = scratchBytes(starts[ordered.length] + 2);
  for (const [i, stream] of ordered.entries()) bytes.set(stream, starts[i]);
  const cursors = Int32Array.from(values, (_, i) => starts[i]);
  const lowStart = starts[valueStreamCount];
  const lowBytes = decodeResiduals(bits, width, plan, octaves, { bytes, cursors, lowStart });
  expectSame('size of low bits', lowBytes, lowBits.length);
  for (const [i, end] of cursors.entries()) expectSame(`end of value stream ${i}`, end, starts[i + 1]);
}

/** None are sent when all are 0. */
function readOctaves(sent: Uint8Array, width: number): Int8Array {
  if (sent.length === 0) return new Int8Array(width);
  expectSame('number of column octaves', width, sent.length);
  const octaves = Int8Array.from(sent);
  for (const octave of octaves) expectAtMost('column octave', maxColumnOctave, Math.abs(octave));
  return octaves;
}
