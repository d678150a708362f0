import { xxh32 } from '@matrix-arena/contract';
import { corrupt, readCount } from '../runtime/block-header.ts';
import type { ByteReader } from '../runtime/byte-reader.ts';
import { Chain, concat, viewOf } from '../runtime/chain.ts';
import { codecError } from '../runtime/errors.ts';

/** Changing one changes the bytes: see spec.md. */
export const packedMagic = 'MXAP';
const packedVersion = 1;
/** In the order of their numbers. */
export const packedKinds = ['raw', 'npy', 'safetensors'] as const;
export type PackedKind = (typeof packedKinds)[number];
const headerBytes = 6;
const endBytes = 13;
const sectionTag = { end: 0, bytes: 1, values: 2 } as const;

export type SectionType = 'bytes' | 'values';

/** Writes what is around the sections, and keeps the chain of their checksums. */
export class PackedFileWriter {
  readonly header: Uint8Array;
  private readonly chain: Chain;

  constructor(kind: PackedKind) {
    const magic = new TextEncoder().encode(packedMagic);
    this.header = concat([magic, Uint8Array.of(packedVersion, packedKinds.indexOf(kind))]);
    this.chain = new Chain(xxh32(this.header));
  }

  open(type: SectionType): Uint8Array {
    return Uint8Array.of(sectionTag[type]);
  }

  /** @param end the last bytes of the section, which end with its checksum */
  close(type: SectionType, end: Uint8Array): void {
    this.chain.add(this.open(type), end.subarray(-4));
  }

  end(fileBytes: number): Uint8Array {
    const bytes = new Uint8Array(endBytes);
    const view = viewOf(bytes);
    view.setBigUint64(1, BigInt(fileBytes), true);
    view.setUint32(9, this.chain.with(bytes.subarray(1, 9)), true);
    return bytes;
  }
}

/** What a section says of itself at its end. */
export interface SectionEnd {
  readonly contentBytes: number;
  readonly checksumBytes: Uint8Array;
}

/** Walks over a packed file. The caller reads each section before it asks for the next. */
export class PackedFileWalk {
  private contentBytes = 0;

  private constructor(
    private readonly reader: ByteReader,
    readonly kind: PackedKind,
    private readonly chain: Chain,
  ) {}

  /** Reads the header; the magic has been looked at. @throws CodecError */
  static async open(reader: ByteReader): Promise<PackedFileWalk> {
    const header = (await reader.read(headerBytes, 'file header')).slice();
    const [version, kindNumber] = header.subarray(packedMagic.length);
    if (version !== packedVersion) {
      const got = `${version}; update the package to read it`;
      throw codecError('unsupported-version', 'decompress', 'file version', { expected: packedVersion, got });
    }
    const kind = packedKinds.at(kindNumber);
    if (kind === undefined) throw corrupt('kind of file', `below ${packedKinds.length}`, kindNumber);
    return new PackedFileWalk(reader, kind, new Chain(xxh32(header)));
  }

  /** What the next section holds; null behind the last one, when the end has been checked. */
  async next(): Promise<SectionType | null> {
    const [tag] = await this.reader.read(1, 'section tag');
    if (tag === sectionTag.bytes) return 'bytes';
    if (tag === sectionTag.values) return 'values';
    if (tag !== sectionTag.end) throw corrupt('section tag', 'at most 2', tag);
    const end = await this.reader.read(endBytes - 1, 'file end');
    const view = viewOf(end);
    const fileBytes = readCount(view, 0, 'file bytes');
    if (fileBytes !== this.contentBytes) throw corrupt('file bytes', fileBytes, this.contentBytes);
    const got = this.chain.with(end.subarray(0, 8));
    if (got !== view.getUint32(8, true)) throw corrupt('file checksum', view.getUint32(8, true), got);
    return null;
  }

  close(type: SectionType, { contentBytes, checksumBytes }: SectionEnd): void {
    this.contentBytes += contentBytes;
    this.chain.add(Uint8Array.of(sectionTag[type]), checksumBytes);
  }
}
