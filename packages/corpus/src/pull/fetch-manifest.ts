import { maxManifestBytes, parseSetManifest, type SetManifest } from '../set/manifest-csv.ts';
import { shownUrl } from './address.ts';
import { Attempt } from './attempt.ts';
import { assertWithinLimit, contentLength, forEachChunk, get } from './http.ts';
import { type RetryOptions, withRetries } from './retry.ts';

/**
 * Fetches and reads the manifest of a bucket.
 *
 * @throws ArenaError as `parseSetManifest`, and `not-found`, `network`, `limit-exceeded`, `interrupted`
 */
export async function fetchManifest(
  url: URL,
  timeoutMs: number,
  maxFileBytes: number,
  retry: RetryOptions,
): Promise<SetManifest> {
  const what = shownUrl(url);
  const maxBytes = Math.min(maxManifestBytes, maxFileBytes);
  const bytes = await withRetries(what, retry, async () => {
    const attempt = new Attempt(what, retry.signal, timeoutMs);
    try {
      const response = await get(url, {}, [200], attempt);
      assertWithinLimit(what, contentLength(response), maxBytes);
      const chunks: Uint8Array[] = [];
      let receivedBytes = 0;
      await forEachChunk(response, attempt, (chunk) => {
        receivedBytes += chunk.length;
        assertWithinLimit(what, receivedBytes, maxBytes);
        chunks.push(chunk);
      });
      return Buffer.concat(chunks);
    } finally {
      attempt.close();
    }
  });
  return parseSetManifest(bytes, what);
}
