import { compress, decompress, init } from '@bokuweb/zstd-wasm';
import { CodecError } from '@matrix-arena/contract';
import { codec } from './constants.ts';

/** Residuals hold no matches but those of chance. Level 3 finds more of them, and makes frames slower and 0.5 % larger. */
const level = 1;

/**
 * Loads the library, unless another user in this thread has done so: all share one wasm instance, and a second `init`
 * replaces it, without its start-up code. For the same reason no pointer into its memory is kept here, not even a
 * context's; contexts that the library makes anew for each stream cost nothing that could be measured.
 */
export async function loadZstd(): Promise<void> {
  if (!isLoaded()) await init();
}

function isLoaded(): boolean {
  try {
    return compress(new Uint8Array(1)).length > 0;
  } catch {
    return false;
  }
}

/** Precondition: `loadZstd` is done. */
export function encodeZstd(bytes: Uint8Array): Uint8Array {
  try {
    return compress(bytes, level);
  } catch (cause) {
    throw new CodecError('internal', { codec, stage: 'compress', what: 'zstd', cause });
  }
}

/** Preconditions: `loadZstd` is done; `readZstdFrame` has read the frame, and its size is acceptable. */
export function decodeZstd(zstdFrame: Uint8Array): Uint8Array {
  try {
    return decompress(zstdFrame);
  } catch (cause) {
    throw new CodecError('corrupt', { codec, stage: 'decompress', what: 'zstd frame', cause });
  }
}
