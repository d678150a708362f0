import { onFile, openForWriting } from '../files.ts';
import type { Attempt } from './attempt.ts';
import { assertWithinLimit, contentLength, forEachChunk, get, isPacked } from './http.ts';
import { type HeldPart, heldPart, removePart, writeEtag } from './part-file.ts';
import { TransientError } from './retry.ts';

export interface Download {
  readonly url: URL;
  readonly partPath: string;
  /** Whether a whole file will be checked against a hash. */
  readonly hasSha256: boolean;
  readonly maxFileBytes: number;
  /** Told the size of the part file after each piece. */
  readonly onBytes: (partBytes: number) => void;
}

/** Where the body of an answer belongs in the file. */
interface Span {
  readonly startBytes: number;
  readonly totalBytes: number | undefined;
}

/**
 * Makes a part file whole and flushes it to the disk. Goes on where an earlier try has stopped, if the server can;
 * else starts again. What has arrived stays in the part file when this throws, unless it is known to be useless.
 */
export async function download(job: Download, attempt: Attempt): Promise<void> {
  const { url, partPath, maxFileBytes } = job;
  const held = await heldPart(partPath, job.hasSha256);
  const response = await get(url, rangeHeaders(held), held === undefined ? [200] : [200, 206, 416], attempt);
  if (response.status === 416 && contentRange(response).totalBytes === held?.bytes) return;
  const span = spanOf(response, held, job.hasSha256);
  if (span === undefined) {
    await removePart(partPath);
    const got = response.headers.get('content-range') ?? `status ${response.status}`;
    const expected = `the bytes from ${held?.bytes} on`;
    throw new TransientError('network', { what: attempt.what, expected, got });
  }
  assertWithinLimit(attempt.what, span.totalBytes, maxFileBytes);
  await writeBody(job, response, span, attempt);
}

async function writeBody(job: Download, response: Response, span: Span, attempt: Attempt): Promise<void> {
  const { partPath, maxFileBytes, onBytes } = job;
  const handle = await openForWriting(partPath, span.startBytes === 0 ? 'w' : 'a');
  let partBytes = span.startBytes;
  try {
    if (span.startBytes === 0) await writeEtag(partPath, strongEtag(response));
    onBytes(partBytes);
    await forEachChunk(response, attempt, async (chunk) => {
      partBytes += chunk.length;
      if (partBytes > maxFileBytes) await removePart(partPath);
      assertWithinLimit(attempt.what, partBytes, maxFileBytes);
      await onFile(partPath, () => handle.appendFile(chunk));
      onBytes(partBytes);
    });
    await onFile(partPath, () => handle.sync());
  } finally {
    await handle.close();
  }
  if (partBytes === (span.totalBytes ?? partBytes)) return;
  if (partBytes > Number(span.totalBytes)) await removePart(partPath);
  const expected = `${span.totalBytes} bytes`;
  throw new TransientError('network', { what: attempt.what, expected, got: partBytes });
}

function rangeHeaders(held: HeldPart | undefined): Record<string, string> {
  if (held === undefined) return {};
  const range = `bytes=${held.bytes}-`;
  return held.etag === undefined ? { range } : { range, 'if-range': held.etag };
}

/** Undefined for an answer that fits neither an empty nor the held part. */
function spanOf(response: Response, held: HeldPart | undefined, hasSha256: boolean): Span | undefined {
  if (response.status === 200) return { startBytes: 0, totalBytes: contentLength(response) };
  if (response.status !== 206 || held === undefined || isPacked(response)) return undefined;
  const etag = strongEtag(response);
  // A range without a version may be of any; only a hash would tell later that it does not belong to the held part.
  const isOtherVersion = etag === undefined ? !hasSha256 : etag !== held.etag;
  if (held.etag !== undefined && isOtherVersion) return undefined;
  const { startBytes, totalBytes } = contentRange(response);
  return startBytes === held.bytes ? { startBytes, totalBytes } : undefined;
}

/** `bytes 100-199/400`, or with `*` for what is not told (RFC 9110, section 14.4). */
function contentRange(response: Response): Partial<Span> {
  const parts = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  const [, start, total] = parts ?? [];
  return {
    ...(start === undefined ? {} : { startBytes: Number(start) }),
    totalBytes: total === undefined || total === '*' ? undefined : Number(total),
  };
}

/** Only a strong tag says that the bytes are the same (RFC 9110, section 13.1.5). */
function strongEtag(response: Response): string | undefined {
  const etag = response.headers.get('etag');
  return etag?.startsWith('"') ? etag : undefined;
}
