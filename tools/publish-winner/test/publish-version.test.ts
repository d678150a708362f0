import { describe, expect, it } from 'vitest';
import { compareVersions, nextVersion } from '../src/publish/version.ts';
import { failureOf } from './installed.ts';

const latest = { version: '1.4.2', solution: 'one', formatVersion: 2, containerVersion: 1 };

describe('the next version', () => {
  it.each([
    ['the first of all', null, {}, '1.0.0'],
    ['the same winner', latest, {}, '1.4.3'],
    ['another format of the same winner', latest, { formatVersion: 3 }, '1.5.0'],
    ['another winner', latest, { solution: 'two' }, '1.5.0'],
    ['another winner of the same format', latest, { solution: 'two', formatVersion: 2 }, '1.5.0'],
    ['another container', latest, { containerVersion: 2 }, '2.0.0'],
    ['another container and winner', latest, { containerVersion: 2, solution: 'two' }, '2.0.0'],
  ])('%s', (_, previous, changes, expected) => {
    expect(nextVersion(previous, { ...latest, ...changes })).toBe(expected);
  });

  it.each(['1.4.3', '1.5.0', '1.10.0', '7.0.0'])('is %s when that is asked for', (requested) => {
    expect(nextVersion(latest, latest, requested)).toBe(requested);
    expect(nextVersion(null, latest, requested)).toBe(requested);
  });

  it.each([
    [
      '1.4.2',
      'conflict',
      '--version: expected above 1.4.2, the latest, got 1.4.2; raise it, or leave it out',
    ],
    [
      '1.4.1',
      'conflict',
      '--version: expected above 1.4.2, the latest, got 1.4.1; raise it, or leave it out',
    ],
    [
      '0.9.9',
      'conflict',
      '--version: expected above 1.4.2, the latest, got 0.9.9; raise it, or leave it out',
    ],
    [
      '1.5',
      'usage',
      '--version: expected one such as 1.2.0, got 1.5; pass three numbers with points between them',
    ],
    [
      '2.0.0-rc.1',
      'usage',
      '--version: expected one such as 1.2.0, got 2.0.0-rc.1; pass three numbers with points between them',
    ],
  ])('is never %s', async (requested, kind, message) => {
    expect(await failureOf(() => nextVersion(latest, latest, requested))).toMatchObject({ kind, message });
  });
});

it('versions are compared part by part, as numbers', () => {
  const sorted = ['0.9.9', '1.0.0', '1.0.10', '1.2.0', '1.10.0', '2.0.0'];
  expect(sorted.toReversed().sort(compareVersions)).toEqual(sorted);
  expect(compareVersions('1.2.3', '1.2.3')).toBe(0);
});
