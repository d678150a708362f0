import { init } from '@bokuweb/zstd-wasm';
import { type Codec, defineSolution } from '@matrix-arena/contract';
import manifest from '../manifest.json' with { type: 'json' };
import { compress, decompress } from './codec.ts';

/** The library keeps one wasm instance for all codecs; a second `init` would replace it under their feet. */
let kernel: Promise<void> | undefined;

async function create(): Promise<Codec> {
  kernel ??= init();
  await kernel;
  // Warms the kernel: the first call builds zstd's tables and grows its memory.
  decompress(compress({ bytes: new Uint8Array(65_536), rows: 32, cols: 1024, dtype: 'bf16' }));
  return { compress, decompress };
}

export default defineSolution({ manifest, create });
