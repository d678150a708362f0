import { type Bf16Bits, splitBytePlanes } from '@matrix-arena/bf16';
import { blockMode } from './constants.ts';
import { expectSame } from './errors.ts';
import { FrameWriter } from './frame-writer.ts';

// A block of byte planes, for values that no row predicts and no scale describes:
//
//     mode (8) = 0 | low plane | high plane
//
//     15 | 14 ........ 8 | 7 | 6 ....... 0
//      s | exponent (7)  | e |  mantissa (7)
//      high plane        | low plane

/** @param bytes the values of the block */
export function encodePlanesBlock(bytes: Uint8Array): Uint8Array {
  const low = new Uint8Array(bytes.length / 2);
  const high = new Uint8Array(bytes.length / 2);
  splitBytePlanes(bytes, low, high);
  const block = new FrameWriter();
  block.bytes(Uint8Array.of(blockMode.planes));
  block.stream(low);
  block.stream(high);
  return block.finish();
}

/** @param bits gets the values */
export function decodePlanesBlock([low, high]: readonly Uint8Array[], bits: Bf16Bits): void {
  expectSame('size of low plane', bits.length, low.length);
  expectSame('size of high plane', bits.length, high.length);
  for (let i = 0; i < bits.length; i++) bits[i] = low[i] | (high[i] << 8);
}
