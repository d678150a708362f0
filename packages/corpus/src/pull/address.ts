import { ArenaError } from '@matrix-arena/contract';

/** Schemes that a bucket may have. */
const schemes: readonly string[] = ['http:', 'https:'];

/**
 * Reads the address of a bucket: of the folder that holds its manifest, or of the manifest. A query, such as a
 * signature, goes along with every file.
 *
 * @throws ArenaError `usage` unless it is an http or https address without a password
 */
export function parseBucketUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isBucket = url !== undefined && schemes.includes(url.protocol);
  if (isBucket && url.username === '' && url.password === '') {
    url.pathname = url.pathname.replace(/\/+(manifest\.csv)?$/, '');
    url.hash = '';
    return url;
  }
  throw new ArenaError('usage', {
    what: 'address of the bucket',
    expected: 'an http or https address without user and password',
    got: isBucket ? shownUrl(url) : JSON.stringify(address),
    hint: 'pass another address',
  });
}

/** The address of a file of a bucket. Precondition: the name is a safe one. */
export function fileUrl(bucket: URL, name: string): URL {
  const url = new URL(bucket);
  const path = name.split('/').map(encodeURIComponent).join('/');
  url.pathname = `${bucket.pathname.replace(/\/$/, '')}/${path}`;
  return url;
}

/** An address for messages and files: without the query, which may hold a secret, and without a password. */
export function shownUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/**
 * Where a redirect leads.
 *
 * @throws ArenaError `unsupported` for another scheme than http and https, and from https to http
 */
export function redirectTarget(from: URL, location: string): URL {
  const target = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isDowngrade = from.protocol === 'https:' && target?.protocol === 'http:';
  if (target !== undefined && schemes.includes(target.protocol) && !isDowngrade) return target;
  throw new ArenaError('unsupported', {
    what: shownUrl(from),
    expected: `a redirect to ${from.protocol === 'https:' ? 'https' : 'http or https'}`,
    got: target === undefined ? 'no address' : target.protocol.slice(0, -1),
    hint: 'pass the address that it redirects to, if you trust it',
  });
}
