import { makeMatrix } from '@matrix-arena/testkit/matrices';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureOf, libraries, library } from './installed.ts';

const seed = Number(process.env.ARENA_SEED ?? 1);
const { bytes } = makeMatrix('activations', 50, 37, seed);

/** Chunks of sizes that take turns, as a stream. */
function inChunks(data: Uint8Array, sizes: readonly number[]): ReadableStream<Uint8Array> {
  let at = 0;
  let turn = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= data.length) return controller.close();
      const size = sizes[turn++ % sizes.length];
      controller.enqueue(data.slice(at, at + size));
      at += size;
    },
  });
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

const compressed = (options: object, data = bytes, sizes: readonly number[] = [1000]) =>
  collect(inChunks(data, sizes).pipeThrough(new library.CompressionTransform(options)));
const decompressed = (packed: Uint8Array, sizes: readonly number[] = [1000]) =>
  collect(inChunks(packed, sizes).pipeThrough(new library.DecompressionTransform()));

describe('streams', () => {
  it('restore what comes in chunks of any size, in blocks of any size', async () => {
    const sizes = fc.array(fc.constantFrom(1, 2, 3, 7, 64, 999, 5000), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        sizes,
        sizes,
        fc.constantFrom(2, 64, 148, 1000, 2 ** 22),
        async (into, from, blockBytes) => {
          const packed = await compressed(
            { blockBytes, level: blockBytes < 64 ? 'store' : 'best' },
            bytes,
            into,
          );
          expect(Buffer.compare(await decompressed(packed, from), bytes)).toBe(0);
        },
      ),
      { numRuns: 20, seed },
    );
  });

  it('give the same container however the input is cut into chunks', async () => {
    const whole = await compressed({ cols: 37, blockBytes: 512 }, bytes, [bytes.length]);
    expect(await compressed({ cols: 37, blockBytes: 512 }, bytes, [1])).toEqual(whole);
  });

  it.each(libraries)('and calls read each other ($winner)', async ({ library: own }) => {
    const transform = new own.CompressionTransform({ cols: 37, blockBytes: 600 });
    const packed = await collect(inChunks(bytes, [333]).pipeThrough(transform));
    const { rows, cols, bytes: restored } = await own.decompress(packed);
    expect([rows, cols, Buffer.compare(restored, bytes)]).toEqual([50, 37, 0]);
    // 600 bytes are 8 rows of 74: blocks end where rows end.
    expect((await own.inspect(packed)).blocks.map(({ originalBytes }) => originalBytes)).toEqual([
      ...new Array(6).fill(592),
      148,
    ]);
    const once = await own.compress({ bytes, rows: 50, cols: 37, dtype: 'bf16' });
    const through = inChunks(once, [100]).pipeThrough(new own.DecompressionTransform());
    expect(Buffer.compare(await collect(through), bytes)).toBe(0);
  });

  it('carry nothing, too', async () => {
    const none = new Uint8Array();
    expect(await library.decompress(await compressed({}, none))).toMatchObject({ rows: 1, cols: 0 });
    expect(await library.decompress(await compressed({ cols: 5 }, none))).toMatchObject({ rows: 0, cols: 5 });
    expect((await decompressed(await compressed({}, none))).length).toBe(0);
  });

  it.each([
    [{ level: 'fast' }, 'level'],
    [{ blockBytes: 3 }, 'blockBytes'],
    [{ blockBytes: 0 }, 'blockBytes'],
    [{ blockBytes: 2 ** 29 }, 'blockBytes'],
    [{ cols: -1 }, 'cols'],
  ])('refuse options that make no sense: %o', async (options, what) => {
    const error = await failureOf(() => new library.CompressionTransform(options as object));
    expect(error).toMatchObject({ kind: 'invalid-argument', what });
  });

  it('refuse values that end within a value or a row, and chunks that are no bytes', async () => {
    for (const work of [
      () => compressed({}, bytes.subarray(1)),
      () => compressed({ cols: 36 }),
      () => compressed({ cols: 0 }),
      () => collect(inText().pipeThrough(new library.CompressionTransform())),
    ])
      expect(await failureOf(work)).toMatchObject({ kind: 'invalid-argument', stage: 'compress' });
  });

  it('fail as truncated wherever they end early, on both sides', async () => {
    const packed = await compressed({ blockBytes: 1200 });
    for (let length = 0; length < packed.length; length += 13) {
      expect(await failureOf(() => decompressed(packed.subarray(0, length)))).toMatchObject({
        kind: 'truncated',
      });
    }
    const transform = new library.DecompressionTransform();
    const writer = transform.writable.getWriter();
    const reading = failureOf(() => collect(transform.readable));
    await writer.write(packed.subarray(0, 5).fill(1)).catch(() => {});
    await writer.close().catch(() => {});
    expect(await reading).toMatchObject({ kind: 'truncated' });
  });

  it('never hand out what is damaged, and fail the writer', async () => {
    const packed = await compressed({ blockBytes: 1200, level: 'store' });
    packed[2000] ^= 1;
    const transform = new library.DecompressionTransform();
    const writing = failureOf(() => inChunks(packed, [100]).pipeTo(transform.writable));
    const got: Uint8Array[] = [];
    const error = await failureOf(async () => {
      const reader = transform.readable.getReader();
      for (let step = await reader.read(); !step.done; step = await reader.read()) got.push(step.value);
    });
    expect(error).toMatchObject({ kind: 'corrupt', what: 'block checksum' });
    expect(Buffer.compare(Buffer.concat(got), bytes.subarray(0, 1200))).toBe(0);
    expect(await writing).toBe(error);
  });

  it('allocate nothing for a length that is only declared', async () => {
    const packed = await compressed({ level: 'store' });
    const view = new DataView(packed.buffer);
    view.setUint32(8, 2 ** 28, true);
    view.setUint32(12, 2 ** 28, true);
    const before = process.memoryUsage().arrayBuffers;
    expect(await failureOf(() => decompressed(packed))).toMatchObject({ kind: 'truncated' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
    const small = inChunks(packed, [100]).pipeThrough(
      new library.DecompressionTransform({ maxBlockBytes: 4096 }),
    );
    expect(await failureOf(() => collect(small))).toMatchObject({ kind: 'limit-exceeded' });
  });

  it('take no more input than is asked of them', async () => {
    let pulled = 0;
    const source = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(1024));
      },
    });
    const reader = source.pipeThrough(new library.CompressionTransform({ blockBytes: 1024 })).getReader();
    for (let i = 0; i < 5; i++) await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pulled).toBeLessThan(12);
    await reader.cancel();
  });

  it('make no block before it is asked for, even if one chunk holds many', async () => {
    // 32 blocks of 1 MiB each in a chunk of some thousand bytes.
    const zeros = new Uint8Array(2 ** 20);
    const source = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let i = 0; i < 32; i++) controller.enqueue(zeros);
        controller.close();
      },
    });
    const packed = await collect(
      source.pipeThrough(new library.CompressionTransform({ blockBytes: 2 ** 20 })),
    );
    expect(packed.length).toBeLessThan(2 ** 20);
    const before = process.memoryUsage().arrayBuffers;
    const reader = inChunks(packed, [packed.length])
      .pipeThrough(new library.DecompressionTransform())
      .getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
    await reader.cancel();
  });

  it('end when either side gives up', async () => {
    const reason = new Error('enough');
    let cancelled: unknown;
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1000)),
      cancel: (why) => {
        cancelled = why;
      },
    });
    const reader = source.pipeThrough(new library.CompressionTransform({ blockBytes: 4096 })).getReader();
    await reader.read();
    await reader.cancel(reason);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(cancelled).toBe(reason);

    const transform = new library.CompressionTransform();
    const reading = failureOf(() => collect(transform.readable));
    await transform.writable.abort(reason);
    expect(await reading).toBe(reason);
  });
});

function inText(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue('text' as never);
      controller.close();
    },
  });
}
