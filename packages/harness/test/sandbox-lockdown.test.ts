import { expect, it } from 'vitest';
import { fixture, hasSandbox, matrixOf, openSide } from './sandbox-fixtures/pools.ts';

const isolations = hasSandbox ? (['sandbox', 'unsafe-processes'] as const) : (['unsafe-processes'] as const);

it.each(isolations)('%s: no way leads from the language to the runtime', async (isolation) => {
  const side = await openSide(fixture('escapes'), { isolation });
  expect(await side.ask(matrixOf(1, 1))).toEqual({ tried: 31, worked: [] });
});

it.each(isolations)('%s: replies stay true when everything else was replaced', async (isolation) => {
  const side = await openSide(fixture('vandal'), { isolation });
  const matrix = matrixOf(3, 4);
  for (let i = 0; i < 3; i++) {
    const reply = await side.compress(matrix);
    expect(reply).toMatchObject({ outcome: 'frame', usage: { elapsedMs: expect.any(Number) } });
    const bytes = 'bytes' in reply ? reply.bytes : new Uint8Array();
    if (i === 0) expect(bytes.subarray(8)).toEqual(matrix.bytes);
    else expect([...bytes]).toEqual([255, 0]);
  }
  expect(await side.decompress(new Uint8Array(8))).toMatchObject({ outcome: 'threw', during: 'call' });
});

it('a built-in is no module of a solution', async () => {
  const side = await openSide(fixture('imports-builtin'), { isolation: isolations[0] });
  expect(await side.load()).toEqual({
    outcome: 'threw',
    during: 'load',
    message: 'Error: imports node:fs: expected a module of its own or a library of the manifest',
  });
});
