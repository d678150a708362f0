import { ArenaError } from '@matrix-arena/contract';

/** What decides which version of the package comes next. */
export interface Release {
  readonly solution: string;
  readonly formatVersion: number;
  /** Of the container around the solution's frames. */
  readonly containerVersion: number;
}

const first = '1.0.0';
const pattern = /^(\d+)\.(\d+)\.(\d+)$/;

/**
 * | what changed since the latest version | next |
 * |---|---|
 * | nothing was published yet | 1.0.0 |
 * | the container's version: earlier packages cannot read what this one writes, whatever they are told | major |
 * | the winner, or the format of its frames | minor |
 * | neither | patch |
 *
 * @param requested takes the place of all that
 * @throws ArenaError `usage` for a version that is none, `conflict` for one that is not above the latest
 */
export function nextVersion(
  previous: (Release & { readonly version: string }) | null,
  next: Release,
  requested?: string,
): string {
  if (requested !== undefined) return checkedRequest(requested, previous?.version ?? null);
  if (previous === null) return first;
  const [major, minor, patch] = partsOf(previous.version);
  if (next.containerVersion !== previous.containerVersion) return `${major + 1}.0.0`;
  const isSame = next.solution === previous.solution && next.formatVersion === previous.formatVersion;
  return isSame ? `${major}.${minor}.${patch + 1}` : `${major}.${minor + 1}.0`;
}

function checkedRequest(requested: string, latest: string | null): string {
  if (!pattern.test(requested)) {
    const hint = 'pass three numbers with points between them';
    throw new ArenaError('usage', { what: '--version', expected: 'one such as 1.2.0', got: requested, hint });
  }
  if (latest === null || compareVersions(requested, latest) > 0) return requested;
  throw new ArenaError('conflict', {
    what: '--version',
    expected: `above ${latest}, the latest`,
    got: requested,
    hint: 'raise it, or leave it out',
  });
}

/** Negative when the first is the lower one. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  return left.map((part, index) => part - right[index]).find((difference) => difference !== 0) ?? 0;
}

function partsOf(version: string): [number, number, number] {
  const match = pattern.exec(version);
  if (match !== null) return [Number(match[1]), Number(match[2]), Number(match[3])];
  throw new ArenaError('unsupported', {
    what: 'latest version of the registry',
    expected: 'three numbers',
    got: version,
    hint: 'move its tag latest to such a version, with npm dist-tag',
  });
}
