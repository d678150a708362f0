import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { xxh32 } from '@matrix-arena/contract';
import {
  assertContent,
  type BlockHeader,
  blockHeaderBytes,
  blockKind,
  corrupt,
  readBlockHeader,
  readCount,
  writeBlockHeader,
} from '../runtime/block-header.ts';
import type { ByteReader } from '../runtime/byte-reader.ts';
import { Chain, concat, viewOf } from '../runtime/chain.ts';
import { codecError } from '../runtime/errors.ts';
import type { Level } from '../runtime/levels.ts';
import type { SectionEnd } from './packed-file.ts';

/** Changing it changes the bytes: see spec.md. */
const maxContentBytes = 2 ** 22;
const endBytes = 13;

/** Makes a section of bytes that are no bfloat16 values: deflated blocks, stored where that is not smaller. */
export async function* writeBytesSection(
  source: AsyncIterable<Uint8Array>,
  level: Level,
): AsyncGenerator<Uint8Array, void, void> {
  const chain = new Chain(0);
  let sectionBytes = 0;
  for await (const content of blocksOf(source)) {
    const deflated = level === 'store' ? content : await promisify(deflateRaw)(content);
    const isCoded = deflated.length < content.length;
    const payload = isCoded ? deflated : content;
    const checksum = xxh32(content);
    const header = writeBlockHeader({
      isCoded,
      contentBytes: content.length,
      payloadBytes: payload.length,
      checksum,
    });
    chain.addBlock(header, payload);
    sectionBytes += content.length;
    yield header;
    yield payload;
  }
  const end = new Uint8Array(endBytes);
  const view = viewOf(end);
  view.setBigUint64(1, BigInt(sectionBytes), true);
  view.setUint32(9, chain.with(end.subarray(1, 9)), true);
  yield end;
}

/** Full blocks, and what is left. Each has memory of its own. */
async function* blocksOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  let parts: Uint8Array[] = [];
  let filled = 0;
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + maxContentBytes - filled);
      parts.push(part);
      filled += part.length;
      at += part.length;
      if (filled < maxContentBytes) continue;
      yield concat(parts);
      parts = [];
      filled = 0;
    }
  }
  if (filled > 0) yield concat(parts);
}

/** Walks over a section of bytes. The caller asks for each block's payload before the next block. */
export class BytesWalk implements SectionEnd {
  contentBytes = 0;
  checksumBytes = new Uint8Array();
  private readonly chain = new Chain(0);

  constructor(private readonly reader: ByteReader) {}

  /** The next block's header; null behind the last one, when the section's end has been checked. */
  async next(): Promise<BlockHeader | null> {
    const bytes = (await this.reader.read(blockHeaderBytes, 'block header')).slice();
    if (bytes[0] !== blockKind.end) {
      const header = readBlockHeader(bytes, maxContentBytes);
      this.chain.add(bytes);
      this.contentBytes += header.contentBytes;
      return header;
    }
    const view = viewOf(bytes);
    const sectionBytes = readCount(view, 1, 'section bytes');
    if (sectionBytes !== this.contentBytes) throw corrupt('section bytes', sectionBytes, this.contentBytes);
    const got = this.chain.with(bytes.subarray(1, 9));
    if (got !== view.getUint32(9, true)) throw corrupt('section checksum', view.getUint32(9, true), got);
    this.checksumBytes = bytes.slice(-4);
    return null;
  }

  /** What follows a header. @throws CodecError `truncated` */
  async payload({ payloadBytes }: BlockHeader): Promise<Uint8Array> {
    const payload = await this.reader.read(payloadBytes, 'block payload');
    this.chain.addPayload(payload);
    return payload;
  }

  /** What a block stands for. @throws CodecError `truncated` or `corrupt` */
  async content(header: BlockHeader): Promise<Uint8Array> {
    const payload = await this.payload(header);
    const content = header.isCoded ? await inflate(payload, header.contentBytes) : payload.slice();
    assertContent(content, header);
    return content;
  }
}

/** The content of a section of bytes, a block at a time. @throws CodecError `truncated` or `corrupt` */
export async function* readBytesSection(reader: ByteReader): AsyncGenerator<Uint8Array, BytesWalk, void> {
  const walk = new BytesWalk(reader);
  for (let header = await walk.next(); header !== null; header = await walk.next())
    yield await walk.content(header);
  return walk;
}

/** Node's own inflater rather than a DecompressionStream: it stops where the content has the size that was declared. */
async function inflate(payload: Uint8Array, contentBytes: number): Promise<Uint8Array> {
  try {
    return await promisify(inflateRaw)(payload, { maxOutputLength: contentBytes });
  } catch (cause) {
    throw codecError('corrupt', 'decompress', 'deflated block', { cause });
  }
}
