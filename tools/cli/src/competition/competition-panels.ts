import type { CompetitionConfig, CompetitionSummary, Ledger, SubmissionRow } from '@matrix-arena/ledger';
import { byteCount, count, counted, megabytes } from '../format.ts';
import { print, printJson } from './output.ts';
import type { Line } from './panel.ts';
import { panelsText } from './panel.ts';
import { printable } from './printable.ts';
import { roundLines } from './round-text.ts';
import { holderOf } from './top-of-round.ts';
import {
  ageText,
  durationText,
  measuringText,
  nothing,
  reasonText,
  scoreText,
  stateText,
  timeText,
} from './wording.ts';

export function printCompetition(ledger: Ledger, id: string, json: boolean): void {
  const summary = ledger.competitionSummary(id);
  const top = holderOf(ledger, summary);
  if (json) printJson({ ...summary, top });
  else print(competitionText(printable(summary), printable(top)));
}

/** One competition: what it is, its current round, and who stands at the top. */
function competitionText(summary: CompetitionSummary, top: SubmissionRow | null): string {
  return panelsText([
    ['Competition', competitionLines(summary)],
    ['Current round', summary.round === null ? [['number', 'none so far']] : roundLines(summary.round)],
    ['Top score', topLines(summary, top)],
  ]);
}

function competitionLines(summary: CompetitionSummary): Line[] {
  const { config, round } = summary;
  const baseline = round?.baseline ?? null;
  return [
    ['competition', summary.id],
    ['name', summary.name],
    ...(summary.description === '' ? [] : [['description', summary.description] as const]),
    ['state', stateText(summary.state)],
    ['rules', `${config.rules}; a newcomer needs ${config.beatFactor} times what stands at the top`],
    ['pool', poolText(config)],
    [
      'baseline solution',
      `${config.baseline.name} ${config.baseline.version}, ${scoreText(baseline?.score ?? null, baseline?.low, baseline?.high)}`,
    ],
    ['submissions', count(summary.submissionTotal)],
    ['created', timeText(summary.createdAt)],
    ['started', timeText(summary.startedAt)],
    ['ended', timeText(summary.endedAt)],
    ['limits', limitsText(config)],
    ['measured with', measuringText(config)],
    ['libraries', config.allowedLibraries.join(', ') || 'none'],
    ['rate limit', rateText(config)],
    ['sealed', sealText(config)],
    ...summary.notes.map(({ at, text }): Line => ['note', `${timeText(at)}: ${text}`]),
  ];
}

function poolText({ pool }: CompetitionConfig): string {
  const sample = counted(pool.sampleCount, 'matrix', 'matrices');
  return `${pool.folder ?? `the bundled ${pool.name}`}, ${sample} a round`;
}

function limitsText({ limits }: CompetitionConfig): string {
  return [
    `code ${byteCount(limits.codeBytes)}`,
    `call ${durationText(limits.callMs)}`,
    `run ${durationText(limits.runMs)}`,
    `memory ${megabytes(limits.memoryBytes)}`,
    `tarball ${megabytes(limits.tarballBytes)}`,
  ].join(', ');
}

function rateText({ rateLimit }: CompetitionConfig): string {
  if (rateLimit === null) return 'none';
  return `${counted(rateLimit.count, 'submission', 'submissions')} in ${rateLimit.windowHours} h`;
}

function sealText({ revealAfterHours, revealLogs }: CompetitionConfig): string {
  const code = revealAfterHours === null ? 'no code' : `code for ${revealAfterHours} h after its evaluation`;
  return `${code}, ${revealLogs === 'at-once' ? 'no logs' : 'logs until the round is completed'}`;
}

function topLines({ holder, target }: CompetitionSummary, top: SubmissionRow | null): Line[] {
  const { scoreToBeat, noScoreToBeat } = target;
  const toBeat =
    scoreToBeat === null
      ? `${nothing} (${reasonText(noScoreToBeat)})`
      : `${scoreText(scoreToBeat.score)} (${scoreToBeat.beatFactor} x ${scoreToBeat.setBy}, ${scoreText(scoreToBeat.standing)})`;
  if (holder === null)
    return [
      ['holder', 'nobody so far'],
      ['score to beat', toBeat],
    ];
  const { submission, author, solution, version, score, round, since, ageMs, daysUnbeaten } = holder;
  return [
    ['holder', `${author} with ${solution} ${version} (submission ${submission})`],
    ['top score', `${scoreText(score, top?.scoreLow, top?.scoreHigh)} in round ${round}`],
    ['score to beat', toBeat],
    ['age', `${ageText(ageMs)}, since ${timeText(since)}`],
    ['unbeaten', counted(daysUnbeaten, 'day', 'days')],
  ];
}
