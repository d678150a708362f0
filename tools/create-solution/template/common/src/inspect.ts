import type { FramePart, InspectFrame } from '@matrix-arena/contract';
import { headerBytes, readFrame } from './frame.ts';

/**
 * Tells where the bits of a frame go, for people who look at a bench. Each plane mixes fields of bfloat16: the low one
 * has the last bit of the exponent beside the mantissa, the high one the sign beside the rest of the exponent.
 */
const inspect: InspectFrame = (frame): FramePart[] => {
  const { low, high } = readFrame(frame);
  return [
    { name: 'header', plane: 'overhead', bits: 8 * headerBytes },
    { name: 'low plane', plane: 'mixed', bits: 8 * low.length },
    { name: 'high plane', plane: 'mixed', bits: 8 * high.length },
  ];
};

export default inspect;
