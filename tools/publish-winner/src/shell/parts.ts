import { ArenaError } from '@matrix-arena/contract';
import type { ByteReader } from '../runtime/byte-reader.ts';
import { readNpyHeader } from './npy.ts';
import type { SectionType } from './packed-file.ts';
import { colsOf, readSafetensorsHeader, valueType } from './safetensors.ts';

/** How a file is read. */
export const inputKinds = ['bf16', 'npy', 'safetensors', 'raw'] as const;
export type InputKind = (typeof inputKinds)[number];

/** A part of a file; the parts in their order are the file. Each must be read before the next is asked for. */
export interface Part {
  readonly type: SectionType;
  readonly content: AsyncIterable<Uint8Array>;
  /** Undefined when it goes to the end of the file. */
  readonly countBytes: number | undefined;
  /** Values per row; undefined for flat values and for bytes. */
  readonly cols: number | undefined;
}

export interface PartOptions {
  /** Name in messages. */
  readonly file: string;
  /** Values per row of a file that does not tell. */
  readonly cols: number | undefined;
}

type Parts = AsyncGenerator<Part, void, void>;

/** The parts of a file. @throws ArenaError `bad-format` or `unsupported` */
export async function* partsOf(reader: ByteReader, kind: InputKind, options: PartOptions): Parts {
  yield* readers[kind](reader, options);
  if (await reader.isAtEnd()) return;
  throw new ArenaError('bad-format', {
    what: options.file,
    expected: `nothing after byte ${reader.offsetBytes}`,
    got: 'more',
    hint: 'pass --raw to pack it as plain bytes',
  });
}

const readers: Readonly<Record<InputKind, (reader: ByteReader, options: PartOptions) => Parts>> = {
  async *bf16(reader, { cols }) {
    yield { type: 'values', content: reader.rest(), countBytes: undefined, cols };
  },
  async *raw(reader) {
    yield { type: 'bytes', content: reader.rest(), countBytes: undefined, cols: undefined };
  },
  async *npy(reader, { file }) {
    const { bytes, payloadBytes, cols } = await readNpyHeader(reader, file);
    yield headPart(bytes);
    yield { type: 'values', content: reader.take(payloadBytes, 'items'), countBytes: payloadBytes, cols };
  },
  async *safetensors(reader, { file }) {
    const { bytes, tensors } = await readSafetensorsHeader(reader, file);
    yield headPart(bytes);
    for (const tensor of tensors) {
      const content = reader.take(tensor.countBytes, `tensor ${JSON.stringify(tensor.name)}`);
      const { countBytes } = tensor;
      yield tensor.dtype === valueType
        ? { type: 'values', content, countBytes, cols: colsOf(tensor) }
        : { type: 'bytes', content, countBytes, cols: undefined };
    }
  },
};

function headPart(bytes: Uint8Array): Part {
  async function* content(): AsyncGenerator<Uint8Array, void, void> {
    yield bytes;
  }
  return { type: 'bytes', content: content(), countBytes: bytes.length, cols: undefined };
}
