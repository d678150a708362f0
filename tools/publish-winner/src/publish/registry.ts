import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { x as unpack } from 'tar';
import { packageName } from '../runtime/errors.ts';
import { type NpmOptions, parsedObject, runNpm } from './run-npm.ts';

/** What a registry has of the package. */
export interface Published {
  /** Of the tag `latest`; null when there is nothing yet. */
  readonly latest: string | null;
  readonly versions: readonly string[];
}

const scope = packageName.slice(0, packageName.indexOf('/'));

/** A setting for the scope would win over one for all packages. */
export function registryFlags(url: string): string[] {
  return [`--registry=${url}`, `--${scope}:registry=${url}`];
}

/** The registry that is named, or the one that npm would take. */
export async function registryUrl(named: string | undefined, options: NpmOptions): Promise<string> {
  if (named !== undefined) return checkedUrl(named);
  for (const key of [`${scope}:registry`, 'registry']) {
    const { text } = await runNpm(['config', 'get', key], options);
    const url = text.trim().replace(/^"(.*)"$/, '$1');
    if (/^https?:/.test(url)) return checkedUrl(url);
  }
  throw new ArenaError('usage', { what: 'registry', hint: 'npm has none set; name one with --registry' });
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '';
  if (isPlain) return url.href;
  throw new ArenaError('usage', {
    what: '--registry',
    expected: 'an address such as https://registry.npmjs.org/',
    got: text,
    hint: 'pass it without a name and password: npm has those',
  });
}

/** @throws ArenaError `network` when the registry does not answer */
export async function publishedVersions(url: string, options: NpmOptions): Promise<Published> {
  const { text, error } = await view(packageName, url, options);
  if (error?.code === 'E404') return { latest: null, versions: [] };
  if (error !== null) throw unreachable(url, error.summary);
  const { version, versions } = parsedObject(text) as { version?: unknown; versions?: unknown };
  if (typeof version !== 'string') throw unreachable(url, 'it does not say which version is the latest');
  return { latest: version, versions: [versions].flat().map(String) };
}

/** Hash of a version's tarball as `sha512-…`; null when there is no such version. */
export async function publishedIntegrity(
  version: string,
  url: string,
  options: NpmOptions,
): Promise<string | null> {
  const { text, error } = await view(`${packageName}@${version}`, url, options);
  // Of a version that is not there, npm says nothing at all, or E404.
  if (error?.code === 'E404' || (error === null && text.trim() === '')) return null;
  if (error !== null) throw unreachable(url, error.summary);
  const { dist } = parsedObject(text) as { dist?: { integrity?: unknown } };
  return typeof dist?.integrity === 'string' ? dist.integrity : null;
}

function view(what: string, url: string, options: NpmOptions) {
  return runNpm(['view', what, '--prefer-online', ...registryFlags(url)], options);
}

/**
 * Downloads a version and unpacks it.
 *
 * @param into a folder that is new
 * @returns the folder with the package, and the hash of its tarball
 * @throws ArenaError `network`; `mismatch` when the tarball is not what the registry says it is
 */
export async function downloadVersion(
  version: string,
  url: string,
  into: string,
  options: NpmOptions,
): Promise<{ readonly folder: string; readonly integrity: string }> {
  const [packed, folder] = [join(into, 'packed'), join(into, 'package')];
  for (const one of [packed, folder]) await mkdir(one, { recursive: true });
  const args = ['pack', `${packageName}@${version}`, `--pack-destination=${packed}`, '--prefer-online'];
  const { error } = await runNpm([...args, ...registryFlags(url)], options);
  const [name] = await readdir(packed);
  if (error !== null || name === undefined)
    throw unreachable(url, error?.summary ?? `it has no tarball of ${version}`);
  const bytes = await readFile(join(packed, name));
  const [expected, got] = [await publishedIntegrity(version, url, options), integrityOf(bytes)];
  if (expected !== got) {
    const hint =
      'the registry gave out another file than it lists; look into it before anything is published';
    const what = `${packageName} ${version}`;
    throw new ArenaError('mismatch', { what, expected: expected ?? 'a hash', got, hint });
  }
  await unpackPackage(join(packed, name), folder);
  return { folder, integrity: got };
}

/** Unpacks what `npm pack` made: plain files and folders, links left out. */
export async function unpackPackage(tarball: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const isPlain = (_: string, entry: object): boolean =>
    !('type' in entry) || !/Link/.test(String(entry.type));
  await unpack({ file: tarball, cwd: folder, strip: 1, filter: isPlain });
}

/** As registries and lock files write it. */
export function integrityOf(bytes: Uint8Array): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

/** Who would publish, as far as the registry tells; null for nobody. */
export async function loggedInUser(url: string, options: NpmOptions): Promise<string | null> {
  const { text, error } = await runNpm(['whoami', ...registryFlags(url)], options);
  return error === null ? text.trim().replace(/^"(.*)"$/, '$1') : null;
}

function unreachable(url: string, reason: string): ArenaError {
  const hint = `does not answer as a registry does (${reason}); try again, or name another with --registry`;
  return new ArenaError('network', { what: url, hint });
}
