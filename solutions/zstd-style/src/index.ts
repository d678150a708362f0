import { type Codec, defineSolution } from '@matrix-arena/contract';
import manifest from '../manifest.json' with { type: 'json' };
import { compress } from './compress.ts';
import { decompress } from './decompress.ts';
import { loadZstd } from './zstd.ts';

async function create(): Promise<Codec> {
  await loadZstd();
  return { compress, decompress };
}

export default defineSolution({ manifest, create });
