import { init } from '@bokuweb/zstd-wasm';
import { type Codec, defineSolution } from '@matrix-arena/contract';
import manifest from '../manifest.json' with { type: 'json' };
import { makeCodec } from './codec.ts';
import { loadPlanes } from './planes.ts';

/** zstd has one wasm instance for all codecs of a thread; a second `init` would replace it under their feet. */
let zstd: Promise<void> | undefined;

/** Everything that takes long and does not depend on a matrix belongs here: it is not timed. */
async function create(): Promise<Codec> {
  zstd ??= init();
  await zstd;
  const codec = makeCodec(await loadPlanes());
  // A first call builds zstd's tables, grows its memory and lets the engine compile the loops.
  codec.decompress(codec.compress({ bytes: new Uint8Array(65_536), rows: 32, cols: 1024, dtype: 'bf16' }));
  return codec;
}

export default defineSolution({ manifest, create });
