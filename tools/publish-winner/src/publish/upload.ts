import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ArenaError } from '@matrix-arena/contract';
import type { Publication } from './publication.ts';
import { publishedIntegrity, registryFlags } from './registry.ts';
import { runNpm } from './run-npm.ts';

/** How long registries take to show what they took. */
const waitsMs = [0, 500, 1000, 2000, 4000, 8000, 16_000];

/**
 * Publishes a tarball, and reads back that the registry has it. It is one request, which Ctrl-C does not cut: either the
 * version is there afterwards or it is not. Where an earlier attempt got through already, that is as good.
 *
 * @throws ArenaError `conflict` when the version is there with other content; `unavailable` when nobody is logged in;
 *   `network` when the registry refuses it or does not show it
 */
export async function uploadPublication(publication: Publication, url: string): Promise<void> {
  const { name, version, tarball, integrity } = publication;
  const options = { cwd: dirname(tarball) };
  const args = ['publish', tarball, '--access=public', '--tag=latest', '--ignore-scripts'];
  const { error } = await runNpm([...args, ...registryFlags(url)], options);
  let found: string | null = null;
  for (const waitMs of error === null ? waitsMs : [0]) {
    await sleep(waitMs);
    found = await publishedIntegrity(version, url, options);
    if (found !== null) break;
  }
  if (found === integrity) return;
  if (found !== null) throw otherContent(version, integrity, found);
  if (error !== null && ['ENEEDAUTH', 'E401'].includes(error.code)) {
    const hint = `nobody is logged in (${error.summary}); run npm login --registry=${url}`;
    throw new ArenaError('unavailable', { what: url, hint, cause: error });
  }
  const reason = error === null ? 'took it and does not show it yet' : `refused it: ${error.summary}`;
  const hint = `${reason}; run the same command again, which publishes nothing twice`;
  throw new ArenaError('network', { what: `${name} ${version} on ${url}`, hint });
}

function otherContent(version: string, expected: string, got: string): ArenaError {
  const hint = 'a version is never replaced; choose a higher one with --version';
  const what = `version ${version}, which is published already`;
  return new ArenaError('conflict', { what, expected, got, hint });
}
