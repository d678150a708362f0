import { type Codec, CodecError, type FramePart } from '@matrix-arena/contract';
import { codec } from '../constants.ts';
import solution from '../index.ts';
import { decodeBySpec } from './decode.ts';
import { Ledger } from './ledger.ts';

/** One codec for all frames: making it takes longer than decoding a small one. */
let decoder: Promise<Codec> | undefined;

/**
 * Takes a frame apart by spec.md. What a coder codes together is charged to the planes by information, `-log2 p` of
 * what was decoded.
 *
 * @throws CodecError as `decompress` does
 */
export default async function inspect(frame: Uint8Array): Promise<FramePart[]> {
  // Refuses whatever is no sound frame: the second decoder trusts its frames.
  decoder ??= Promise.resolve(solution.create());
  (await decoder).decompress(frame);
  const ledger = new Ledger();
  try {
    decodeBySpec(frame, ledger);
  } catch (cause) {
    throw new CodecError('internal', { codec, stage: 'decompress', what: 'parts of the frame', cause });
  }
  return ledger.parts();
}
