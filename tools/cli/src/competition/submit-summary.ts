import type { CompetitionSummary } from '@matrix-arena/ledger';
import { colours } from '../colours.ts';
import { byteCount, count, counted } from '../format.ts';
import { type Line, panelText } from './panel.ts';
import type { PreparedSubmission } from './prepare-submission.ts';
import { printable, printableText } from './printable.ts';
import { nothing, reasonText, scoreText } from './wording.ts';

/** What is about to be sent, and where to; what the screening will object to stands out. */
export function submitSummary(
  { path, tarball, ...prepared }: PreparedSubmission,
  summary: CompetitionSummary,
  author: string,
): string {
  const { manifest, files, review } = printable(prepared);
  const { id, name, config, round, target } = printable(summary);
  const { score } = target.scoreToBeat ?? { score: null };
  const faults = review.faults.map(
    ({ kind, message }): Line => ['will be rejected', colours.red(`${kind}: ${message}`)],
  );
  return panelText('Submission', [
    ['solution', `${manifest.name} ${manifest.version}: ${manifest.description}`],
    ['author', author],
    ['package', `${printableText(path)}, ${byteCount(tarball.length)} packed`],
    ['files', filesText(files)],
    ['code', codeText(review.codeBytes, config.limits.codeBytes)],
    ['libraries', librariesText(manifest.dependencies, config.allowedLibraries)],
    ['competition', `${id} (${name})`],
    ['round', String(round?.number ?? nothing)],
    [
      'score to beat',
      target.scoreToBeat === null ? `${nothing} (${reasonText(target.noScoreToBeat)})` : scoreText(score),
    ],
    ...faults,
  ]);
}

const shownFiles = 12;

function filesText(files: PreparedSubmission['files']): string {
  const shown = files.slice(0, shownFiles).map(({ name, bytes }) => `${name} (${count(bytes)})`);
  const rest = files.length - shown.length;
  return [...shown, ...(rest === 0 ? [] : [counted(rest, 'more', 'more')])].join(', ');
}

function codeText(codeBytes: number, limitBytes: number): string {
  const left = limitBytes - codeBytes;
  const text = `${count(codeBytes)} of ${count(limitBytes)} bytes, ${count(Math.abs(left))} ${left < 0 ? 'too many' : 'left'}`;
  return left < 0 ? colours.red(text) : text;
}

function librariesText(used: readonly string[], allowed: readonly string[]): string {
  if (used.length === 0) return 'none';
  return used
    .map((name) => (allowed.includes(name) ? `${name} (allowed)` : colours.red(`${name} (not allowed)`)))
    .join(', ');
}
