import * as zstd from '@bokuweb/zstd-wasm';
import { type Codec, defineSolution } from '@matrix-arena/contract';
import manifest from '../manifest.json' with { type: 'json' };
import { compress, decompress } from './codec.ts';

/** The library keeps one wasm instance for all of a thread; a second `init` would replace it under everyone's feet. */
let kernel: Promise<void> | undefined;

async function create(): Promise<Codec> {
  kernel ??= isLoaded() ? Promise.resolve() : zstd.init();
  await kernel;
  // Warms the kernel: the first call builds zstd's tables and grows its memory.
  decompress(compress({ bytes: new Uint8Array(65_536), rows: 32, cols: 1024, dtype: 'bf16' }));
  return { compress, decompress };
}

/** Whether another user of the library in this thread has loaded it. */
function isLoaded(): boolean {
  try {
    return zstd.compress(new Uint8Array(1)).length > 0;
  } catch {
    return false;
  }
}

export default defineSolution({ manifest, create });
