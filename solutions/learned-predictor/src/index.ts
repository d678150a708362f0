import { type Codec, defineSolution } from '@matrix-arena/contract';
import manifest from '../manifest.json' with { type: 'json' };
import { type CodecOptions, makeCodec } from './codec.ts';
import { loadKernels } from './kernels.ts';

export { type CodecOptions, levels } from './codec.ts';

/**
 * Makes a codec of a level, with memory of its own.
 *
 * @example
 * const codec = await createCodec({ level: 'max' });
 */
export async function createCodec(options: CodecOptions): Promise<Codec> {
  return makeCodec(await loadKernels(), options);
}

export default defineSolution({ manifest, create: () => createCodec({ level: 'balanced' }) });
