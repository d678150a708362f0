import { bytesPerValue, xxh32 } from '@matrix-arena/contract';
import {
  type BlockHeader,
  blockKind,
  corrupt,
  readBlockHeader,
  readCount,
  writeBlockHeader,
} from './block-header.ts';
import { Chain, concat, viewOf } from './chain.ts';
import { codecError } from './errors.ts';

/** Changing one changes the bytes: see spec.md. */
export const containerMagic = 'MXAC';
export const containerVersion = 1;
/** Magic, version and length of the name. */
export const headerStartBytes = 6;
export const endMarkerBytes = 21;
const maxNameBytes = 64;
const namePattern = /^([a-z][a-z0-9-]*)?$/;

/** Whose frames the coded blocks hold. */
export interface SolutionId {
  readonly name: string;
  readonly formatVersion: number;
}

export interface ContainerShape {
  readonly rows: number;
  readonly cols: number;
}

/** @param id null when all blocks are stored */
function headerOf(id: SolutionId | null): Uint8Array {
  const name = new TextEncoder().encode(id?.name ?? '');
  const magic = new TextEncoder().encode(containerMagic);
  return concat([
    magic,
    Uint8Array.of(containerVersion, name.length),
    name,
    Uint8Array.of(id?.formatVersion ?? 0),
  ]);
}

/** Writes what is around the blocks' payloads, and keeps the chain of checksums. */
export class ContainerWriter {
  readonly header: Uint8Array;
  private readonly chain: Chain;

  constructor(id: SolutionId | null) {
    this.header = headerOf(id);
    this.chain = new Chain(xxh32(this.header));
  }

  /** What stands in front of the payload. */
  block(header: BlockHeader, payload: Uint8Array): Uint8Array {
    const bytes = writeBlockHeader(header);
    this.chain.addBlock(bytes, payload);
    return bytes;
  }

  end({ rows, cols }: ContainerShape): Uint8Array {
    const bytes = new Uint8Array(endMarkerBytes);
    const view = viewOf(bytes);
    view.setBigUint64(1, BigInt(rows), true);
    view.setBigUint64(9, BigInt(cols), true);
    view.setUint32(17, this.chain.with(bytes.subarray(1, 17)), true);
    return bytes;
  }
}

/** How many bytes of the header follow its start. @throws CodecError `corrupt` or `unsupported-version` */
export function headerRestBytes(start: Uint8Array): number {
  const magic = String.fromCharCode(...start.subarray(0, containerMagic.length));
  if (magic !== containerMagic) throw corrupt('magic', `"${containerMagic}"`, JSON.stringify(magic));
  const [version, nameBytes] = start.subarray(containerMagic.length);
  if (version !== containerVersion) {
    throw codecError('unsupported-version', 'decompress', 'container version', {
      expected: containerVersion,
      got: `${version}; update the package to read it`,
    });
  }
  if (nameBytes > maxNameBytes) throw corrupt('name bytes', `at most ${maxNameBytes}`, nameBytes);
  return nameBytes + 1;
}

/** Checks what is around the blocks' payloads, and keeps the chain of checksums and the sum of the contents. */
export class ContainerChecker {
  readonly id: SolutionId | null;
  private readonly chain: Chain;
  private contentBytes = 0;

  /** @param header all of it: its start, and as much as `headerRestBytes` tells */
  constructor(
    header: Uint8Array,
    private readonly maxBlockBytes: number,
  ) {
    this.chain = new Chain(xxh32(header));
    const name = String.fromCharCode(...header.subarray(headerStartBytes, -1));
    const formatVersion = header[header.length - 1];
    if (!namePattern.test(name) || (name === '') !== (formatVersion === 0))
      throw corrupt('solution', 'a name and a format version', `${JSON.stringify(name)} ${formatVersion}`);
    this.id = name === '' ? null : { name, formatVersion };
  }

  /** Content of all blocks up to now. */
  get totalBytes(): number {
    return this.contentBytes;
  }

  /** @throws CodecError `corrupt` or `limit-exceeded` */
  block(bytes: Uint8Array): BlockHeader {
    const header = readBlockHeader(bytes, this.maxBlockBytes);
    if (header.contentBytes % bytesPerValue !== 0)
      throw corrupt('block content bytes', 'an even number', header.contentBytes);
    if (header.isCoded && this.id === null) throw corrupt('block kind', blockKind.stored, blockKind.coded);
    this.chain.add(bytes);
    this.contentBytes += header.contentBytes;
    return header;
  }

  /** Follows `block`. */
  payload(bytes: Uint8Array): void {
    this.chain.addPayload(bytes);
  }

  /** @throws CodecError `corrupt` when blocks are missing, changed or in another order */
  end(bytes: Uint8Array): ContainerShape {
    const view = viewOf(bytes);
    const rows = readCount(view, 1, 'rows');
    const cols = readCount(view, 9, 'cols');
    if (bytesPerValue * rows * cols !== this.contentBytes)
      throw corrupt('total bytes', bytesPerValue * rows * cols, this.contentBytes);
    const checksum = view.getUint32(17, true);
    const got = this.chain.with(bytes.subarray(1, 17));
    if (got !== checksum) throw corrupt('end checksum', checksum, got);
    return { rows, cols };
  }
}
