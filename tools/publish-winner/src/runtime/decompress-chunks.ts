import { limits } from '@matrix-arena/contract';
import { type BlockHeader, blockHeaderBytes, blockKind, corrupt } from './block-header.ts';
import { decodeBlock } from './blocks.ts';
import type { ByteReader } from './byte-reader.ts';
import { concat } from './chain.ts';
import {
  ContainerChecker,
  type ContainerShape,
  endMarkerBytes,
  headerRestBytes,
  headerStartBytes,
  type SolutionId,
} from './container.ts';
import { codecError } from './errors.ts';
import { loadDecode } from './solutions.ts';

export interface DecompressionOptions {
  /** A block with more content than this is refused before anything is allocated for it. Default 256 MiB. */
  readonly maxBlockBytes?: number | undefined;
}

/** @throws CodecError `invalid-argument` */
export function maxBlockBytesOf({ maxBlockBytes = limits.maxMatrixBytes }: DecompressionOptions): number {
  if (Number.isInteger(maxBlockBytes) && maxBlockBytes > 0 && maxBlockBytes <= limits.maxMatrixBytes)
    return maxBlockBytes;
  throw codecError('invalid-argument', 'decompress', 'maxBlockBytes', {
    expected: `1 to ${limits.maxMatrixBytes}`,
    got: String(maxBlockBytes),
  });
}

/** Walks over a container that comes in chunks. The caller asks for each block's payload before the next block. */
export class BlockWalk {
  private endShape: ContainerShape | undefined;
  private endChecksumBytes = new Uint8Array();

  private constructor(
    private readonly reader: ByteReader,
    private readonly checker: ContainerChecker,
  ) {}

  /** Reads the header. @throws CodecError `truncated`, `corrupt` or `unsupported-version` */
  static async open(reader: ByteReader, maxBlockBytes: number): Promise<BlockWalk> {
    const start = (await reader.read(headerStartBytes, 'container header')).slice();
    const rest = await reader.read(headerRestBytes(start), 'container header');
    return new BlockWalk(reader, new ContainerChecker(concat([start, rest]), maxBlockBytes));
  }

  get id(): SolutionId | null {
    return this.checker.id;
  }

  /** Content of the blocks up to now. */
  get contentBytes(): number {
    return this.checker.totalBytes;
  }

  /** The next block's header; null behind the last one, when the end marker has been checked. */
  async next(): Promise<BlockHeader | null> {
    const kind = (await this.reader.read(1, 'block kind')).slice();
    if (kind[0] !== blockKind.end) {
      const rest = await this.reader.read(blockHeaderBytes - 1, 'block header');
      return this.checker.block(concat([kind, rest]));
    }
    const end = concat([kind, await this.reader.read(endMarkerBytes - 1, 'end marker')]);
    this.endShape = this.checker.end(end);
    this.endChecksumBytes = end.slice(-4);
    return null;
  }

  /** What follows a header. @throws CodecError `truncated` */
  async payload({ payloadBytes }: BlockHeader): Promise<Uint8Array> {
    const payload = await this.reader.read(payloadBytes, 'block payload');
    this.checker.payload(payload);
    return payload;
  }

  /** Precondition for both: `next` has returned null. */
  get shape(): ContainerShape {
    return this.endShape ?? { rows: 0, cols: 0 };
  }

  /** The last link of the chain, as the end marker holds it. */
  get checksumBytes(): Uint8Array {
    return this.endChecksumBytes;
  }
}

/** The content of a container, a block at a time. @returns the walk at its end */
export async function* readContainer(
  reader: ByteReader,
  maxBlockBytes: number,
): AsyncGenerator<Uint8Array, BlockWalk, void> {
  const walk = await BlockWalk.open(reader, maxBlockBytes);
  const decode = await loadDecode(walk.id);
  for (let header = await walk.next(); header !== null; header = await walk.next())
    yield decodeBlock(header, await walk.payload(header), decode);
  return walk;
}

/** @throws CodecError `corrupt` when something follows */
export async function assertAtEnd(reader: ByteReader): Promise<void> {
  const endBytes = reader.offsetBytes;
  if (!(await reader.isAtEnd())) throw corrupt('end', `nothing after byte ${endBytes}`, 'more');
}
