import { ByteReader } from './byte-reader.ts';
import { type CompressionOptions, compressChunks, planOf } from './compress-chunks.ts';
import {
  assertAtEnd,
  type DecompressionOptions,
  maxBlockBytesOf,
  readContainer,
} from './decompress-chunks.ts';

type ByteTransform = TransformStream<Uint8Array, Uint8Array>;
type Process = (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array, void, void>;

/**
 * Compresses a stream of bfloat16 values, in chunks of any size, with the memory of a few blocks.
 *
 * @throws CodecError `invalid-argument` for options that make no sense; the stream fails as `compress` does
 *
 * @example
 * await file.stream().pipeThrough(new CompressionTransform({ cols: 1024 })).pipeTo(destination);
 */
export class CompressionTransform implements ByteTransform {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;

  constructor(options: CompressionOptions = {}) {
    const plan = planOf(options);
    ({ readable: this.readable, writable: this.writable } = transformOf((source) =>
      compressChunks(source, plan),
    ));
  }
}

/**
 * Restores a stream that a `CompressionTransform` or `compress` wrote. A stream that ends before its end marker fails as
 * `truncated`; what was wrong is never handed out.
 *
 * @throws CodecError `invalid-argument` for options that make no sense; the stream fails as `decompress` does
 */
export class DecompressionTransform implements ByteTransform {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;

  constructor(options: DecompressionOptions = {}) {
    const maxBlockBytes = maxBlockBytesOf(options);
    ({ readable: this.readable, writable: this.writable } = transformOf(async function* (source) {
      const reader = new ByteReader(source);
      yield* readContainer(reader, maxBlockBytes);
      await assertAtEnd(reader);
    }));
  }
}

/**
 * Output is made only when somebody asks for it: one small chunk may stand for many large blocks, which a transformer's
 * own queue would all hold.
 */
function transformOf(process: Process): ByteTransform {
  const { readable: input, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const reader = input.getReader();
  const output = process(chunksOf(reader));
  const readable = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await output.next();
          if (done === true) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          // Makes the writing side fail as well.
          await reader.cancel(error).catch(() => {});
          throw error;
        }
      },
      async cancel(reason) {
        await reader.cancel(reason);
        await output.return();
      },
    },
    { highWaterMark: 0 },
  );
  return { readable, writable };
}

/** Not the stream's own iteration, which some browsers lack. */
async function* chunksOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
