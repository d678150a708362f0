import { kernels, put, room, u8At } from '../test/kernels.ts';
import { type Model, newModels, RangeDecoder, RangeEncoder } from '../test/reference/range-coder.ts';
import { benchRandom } from './data.ts';
import { perValue } from './entries.ts';
import type { BenchEntry } from './measure.ts';

export function rangeCoderEntries(): BenchEntry[] {
  const count = 1 << 16;
  const fewer = 1 << 11;
  const random = benchRandom();
  const bits = Array.from({ length: count }, () => (random.below(8) === 0 ? 1 : 0));
  const bytes = Array.from({ length: count }, () => random.below(256) & random.below(256));
  const numbers = Array.from({ length: count }, () => Math.round(30 * random.normal()));
  const models = room(4 * 256);
  const out = room(8 * count);

  const both = (
    name: string,
    values: readonly number[],
    byKernel: (value: number) => number,
    byReference: (coder: RangeEncoder | RangeDecoder, cells: readonly Model[], value: number) => number,
  ): BenchEntry[] => {
    const encodeKernel = (): number => {
      kernels.resetModels(models, 256);
      kernels.startEncoding(out);
      for (const value of values) byKernel(value);
      return kernels.finishEncoding();
    };
    const decodeKernel = (stream: number, end: number): void => {
      kernels.resetModels(models, 256);
      kernels.startDecoding(stream, end);
      for (let i = 0; i < count; i++) byKernel(0);
    };
    const some = values.slice(0, fewer);
    const encodeReference = (): Uint8Array => {
      const encoder = new RangeEncoder();
      const cells = newModels(256);
      for (const value of some) byReference(encoder, cells, value);
      return encoder.finish();
    };
    const decodeReference = (stream: Uint8Array): void => {
      const decoder = new RangeDecoder(stream);
      const cells = newModels(256);
      for (let i = 0; i < fewer; i++) byReference(decoder, cells, 0);
    };
    const stream = put(u8At(out, encodeKernel() - out));
    const end = stream + kernels.streamCursor() - out;
    const someStream = encodeReference();
    return [
      perValue(`${name}, encoding`, encodeKernel, encodeReference, count, fewer),
      perValue(
        `${name}, decoding`,
        () => decodeKernel(stream, end),
        () => decodeReference(someStream),
        count,
        fewer,
      ),
    ];
  };

  return [
    ...both(
      'codeBit',
      bits,
      (value) => kernels.codeBit(models, value),
      (coder, cells, value) => coder.bit(cells[0], value),
    ),
    ...both(
      'codeUniform',
      bytes,
      (value) => kernels.codeUniform(value, 1000),
      (coder, _, value) => coder.uniform(value, 1000),
    ),
    ...both(
      'codeTree, 8 bits',
      bytes,
      (value) => kernels.codeTree(models, 8, value),
      (coder, cells, value) => coder.tree(cells, 8, value),
    ),
    ...both(
      'codeSigned',
      numbers,
      (value) => kernels.codeSigned(models, value),
      (coder, cells, value) => coder.signed(cells, value),
    ),
  ];
}
