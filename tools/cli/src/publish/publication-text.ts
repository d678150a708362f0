import { winnerOf } from '@matrix-arena/publish-winner';
import { colours } from '../colours.ts';
import { type Line, panelText } from '../competition/panel.ts';
import { nothing, scoreText } from '../competition/wording.ts';
import { count } from '../format.ts';
import { tableText } from '../table.ts';
import type { Prepared } from './publish.ts';

type Ready = Extract<Prepared, { state: 'ready' }>;

/** Everything that a person should see before it is published. */
export function publicationText(ready: Ready): string {
  const { publication, standing, registry, user, notes } = ready;
  const { files, tarballBytes, integrity } = publication;
  const installedBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines: Line[] = [
    ['winner', winnerText(standing)],
    ['proved again', notes.length === 0 ? 'yes' : notes.join('; ')],
    ['previous', previousText(ready)],
    ['registry', `${registry}, tag latest`],
    ['logged in', user ?? 'nobody, as far as npm whoami tells'],
    ['tarball', `${count(tarballBytes)} bytes, ${count(installedBytes)} installed`],
    ['integrity', integrity],
  ];
  const columns = [{ heading: 'file', align: 'left' as const }, { heading: 'bytes' }];
  const table = tableText(
    columns,
    files.map(({ path, bytes }) => [path, count(bytes)]),
  );
  return `${panelText(`${publication.name} ${publication.version}`, lines)}\n${table}\n`;
}

function winnerText(standing: Ready['standing']): string {
  const { name, version, score, low, high } = winnerOf(standing);
  const rank = 1 + standing.contestants.findIndex(({ role }) => role === 'winner');
  const place = `${rank} of ${standing.contestants.length}`;
  const text = `${name} ${version}, ${scoreText(score, low, high)}, rank ${place}`;
  return rank === 1 ? text : colours.yellow(text);
}

function previousText({ previous }: Ready): string {
  if (previous === null) return `${nothing}, this is the first`;
  const { version, solution, formatVersion } = previous;
  return `${version}, ${solution} of format ${formatVersion}; its frames stay readable`;
}

/** The same for programs. */
export function publicationJson(ready: Ready): object {
  const { publication, standing, registry, user, notes, previous } = ready;
  const { name, version, tarballBytes, integrity, shasum, files, parts } = publication;
  return {
    name,
    version,
    registry,
    user,
    previous: previous?.version ?? null,
    winner: winnerOf(standing),
    notes,
    tarballBytes,
    integrity,
    shasum,
    files,
    parts,
  };
}
