import { ArenaError } from '@matrix-arena/contract';
import { redirectTarget, shownUrl } from './address.ts';
import type { Attempt } from './attempt.ts';
import { TransientError } from './retry.ts';

const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];
const goneStatuses: readonly number[] = [404, 410];
const maxRedirects = 5;

/**
 * Asks for a file and follows redirects.
 *
 * @param accepted statuses that the caller deals with
 * @throws ArenaError `not-found`, `unsupported` for a redirect to another scheme, `network` for what no retry mends
 * @throws TransientError for a status or a failure that may pass
 */
export async function get(
  url: URL,
  headers: Record<string, string>,
  accepted: readonly number[],
  attempt: Attempt,
): Promise<Response> {
  let current = url;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const response = await attempt.onNetwork(() =>
      fetch(current, {
        redirect: 'manual',
        signal: attempt.signal,
        // Packed content would have another length and other ranges than the file.
        headers: { 'accept-encoding': 'identity', ...headers },
      }),
    );
    attempt.touch();
    if (accepted.includes(response.status)) return response;
    if (!redirectStatuses.includes(response.status)) throw statusError(attempt.what, response.status);
    await attempt.onNetwork(async () => response.body?.cancel());
    current = redirectTarget(current, response.headers.get('location') ?? '');
  }
  throw new ArenaError('network', {
    what: shownUrl(url),
    expected: `at most ${maxRedirects} redirects`,
    got: 'more',
    hint: 'check the address',
  });
}

function statusError(what: string, status: number): Error {
  const fields = { what, expected: 'status 200', got: status };
  if (goneStatuses.includes(status)) {
    return new ArenaError('not-found', { ...fields, hint: 'check the address and its manifest.csv' });
  }
  if (status === 408 || status === 429 || status >= 500) return new TransientError('network', fields);
  return new ArenaError('network', { ...fields, hint: 'check the address and your access to it' });
}

/** Hands on the body piece by piece. */
export async function forEachChunk(
  response: Response,
  attempt: Attempt,
  onChunk: (chunk: Uint8Array) => Promise<void> | void,
): Promise<void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  for (;;) {
    attempt.touch();
    const { done, value } = await attempt.onNetwork(() => reader.read());
    if (done) return;
    await onChunk(value);
  }
}

/** Size of the whole body as announced; undefined when it was not, or when it was packed after all. */
export function contentLength(response: Response): number | undefined {
  const length = response.headers.get('content-length');
  return isPacked(response) || length === null || !/^\d+$/.test(length) ? undefined : Number(length);
}

export function isPacked(response: Response): boolean {
  const encoding = response.headers.get('content-encoding');
  return encoding !== null && encoding !== 'identity';
}

/**
 * @param bytes as announced, or as received so far; undefined when nothing was announced
 * @throws ArenaError `limit-exceeded`
 */
export function assertWithinLimit(what: string, bytes: number | undefined, maxBytes: number): void {
  if (bytes === undefined || bytes <= maxBytes) return;
  throw new ArenaError('limit-exceeded', {
    what,
    expected: `at most ${maxBytes} bytes`,
    got: 'more',
    hint: 'raise the limit if you trust the address',
  });
}
