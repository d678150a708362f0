import { isCodecError } from '@matrix-arena/contract';
import { inspectAgrees, makeMatrix } from '@matrix-arena/testkit';
import { expect, it } from 'vitest';
import solution from '../src/index.ts';
import inspect from '../src/inspect/index.ts';

const codec = await solution.create();

inspectAgrees(inspect, { codec });

it('a frame is a header and a zstd frame', async () => {
  const frame = codec.compress(makeMatrix('activations', 10, 10, 1));
  expect(await inspect(frame)).toEqual([
    { name: 'header', plane: 'overhead', bits: 8 * 17 },
    { name: 'zstd frame', plane: 'mixed', bits: 8 * (frame.length - 17) },
  ]);
});

it('refuses a frame that is cut off or damaged anywhere', async () => {
  const frame = codec.compress(makeMatrix('activations', 4, 8, 1));
  for (let at = 0; at < frame.length; at++) {
    const cut = await inspect(frame.slice(0, at)).catch((error: unknown) => error);
    expect(isCodecError(cut, 'truncated', 'corrupt'), `first ${at} bytes`).toBe(true);
    const damaged = frame.slice();
    damaged[at] ^= 0x10;
    const flipped = await inspect(damaged).catch((error: unknown) => error);
    // Some bits of a zstd frame have no meaning.
    if (Array.isArray(flipped)) expect(codec.decompress(damaged).rows).toBe(4);
    else expect(isCodecError(flipped), `bit 4 of byte ${at}`).toBe(true);
  }
});
