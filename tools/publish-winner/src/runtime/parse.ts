import { FrameReader, limits } from '@matrix-arena/contract';
import { type BlockHeader, blockHeaderBytes, blockKind } from './block-header.ts';
import { concat } from './chain.ts';
import {
  ContainerChecker,
  type ContainerShape,
  endMarkerBytes,
  headerRestBytes,
  headerStartBytes,
  type SolutionId,
} from './container.ts';
import { codecError, packageName } from './errors.ts';
import { plainBytes } from './input.ts';

export interface ReadOptions {
  /** More content than this is refused before anything is decoded. Default 1 GiB. */
  readonly maxBytes?: number | undefined;
}

/** A container in memory, checked up to the payloads. */
export interface ParsedContainer {
  readonly id: SolutionId | null;
  readonly shape: ContainerShape;
  readonly contentBytes: number;
  readonly blocks: readonly { readonly header: BlockHeader; readonly payload: Uint8Array }[];
}

const defaultMaxBytes = 2 ** 30;

/** @throws CodecError `invalid-argument` */
export function maxBytesOf({ maxBytes = defaultMaxBytes }: ReadOptions): number {
  if (maxBytes === Number.POSITIVE_INFINITY || (Number.isSafeInteger(maxBytes) && maxBytes >= 0))
    return maxBytes;
  throw codecError('invalid-argument', 'decompress', 'maxBytes', {
    expected: 'a whole number >= 0, or Infinity',
    got: String(maxBytes),
  });
}

/**
 * @param maxBytes more content than this is refused
 * @throws CodecError `truncated`, `corrupt`, `unsupported-version`, `limit-exceeded` or `invalid-argument`
 */
export function parseContainer(container: Uint8Array, maxBytes: number): ParsedContainer {
  const reader = new FrameReader(
    container instanceof Uint8Array ? plainBytes(container) : container,
    packageName,
  );
  const start = reader.bytes(headerStartBytes, 'container header');
  const rest = reader.bytes(headerRestBytes(start), 'container header');
  const checker = new ContainerChecker(concat([start, rest]), limits.maxMatrixBytes);
  const blocks: { header: BlockHeader; payload: Uint8Array }[] = [];
  for (;;) {
    const kind = reader.u8('block kind');
    if (kind === blockKind.end) break;
    const header = checker.block(
      concat([Uint8Array.of(kind), reader.bytes(blockHeaderBytes - 1, 'block header')]),
    );
    if (checker.totalBytes > maxBytes) {
      const expected = `at most ${maxBytes} (maxBytes), or a DecompressionTransform`;
      throw codecError('limit-exceeded', 'decompress', 'total bytes', { expected, got: checker.totalBytes });
    }
    const payload = reader.bytes(header.payloadBytes, 'block payload');
    checker.payload(payload);
    blocks.push({ header, payload });
  }
  const shape = checker.end(
    concat([Uint8Array.of(blockKind.end), reader.bytes(endMarkerBytes - 1, 'end marker')]),
  );
  reader.end();
  return { id: checker.id, shape, contentBytes: checker.totalBytes, blocks };
}
