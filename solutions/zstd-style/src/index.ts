import { type Codec, defineSolution } from '@matrix-arena/contract';
import manifest from '../manifest.json' with { type: 'json' };
import { compress } from './compress.ts';
import { decompress } from './decompress.ts';
import { warmUp } from './warm-up.ts';
import { loadZstd } from './zstd.ts';

/** Once for all codecs of a thread, as the compiled code and the library's memory are. */
let ready: Promise<void> | undefined;

async function create(): Promise<Codec> {
  const codec: Codec = { compress, decompress };
  ready ??= loadZstd().then(() => warmUp(codec));
  await ready;
  return codec;
}

export default defineSolution({ manifest, create });
