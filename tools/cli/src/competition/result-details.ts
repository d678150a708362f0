import type { Ledger, SubmissionDetail, Viewer, Visibility } from '@matrix-arena/ledger';
import { byteCount, count, fixed, megabytesPerSecond } from '../format.ts';
import { metadataName, parseMetadata, type ShownMetadata } from './evaluation-files.ts';
import { adviceOf } from './failures.ts';
import { revisionText, stateWithReason } from './list-command.ts';
import { type Line, panelsText } from './panel.ts';
import {
  ageText,
  durationText,
  fieldLabel,
  nothing,
  scoreText,
  stateText,
  timeText,
  topText,
} from './wording.ts';

/** How the evaluation was made; null while there is none, while it is kept back, and when it cannot be read. */
export function readMetadata(
  ledger: Ledger,
  submission: SubmissionDetail,
  viewer: Viewer,
): ShownMetadata | null {
  return isReadable(submission) ? parseMetadata(ledger.readFile(submission.id, metadataName, viewer)) : null;
}

function isReadable({ files }: SubmissionDetail): boolean {
  return files.some(({ name, visibility }) => name === metadataName && visibility.visible);
}

/** Everything about one submission but its files. */
export function resultText(submission: SubmissionDetail, metadata: ShownMetadata | null): string {
  const { failure } = submission;
  return panelsText([
    ['Submission', submissionLines(submission)],
    ['Scores', scoreLines(submission)],
    ['Timeline', timeLines(submission)],
    ...(failure === null ? [] : [['Failure', failureLines(failure)] as const]),
    ...(isReadable(submission) ? [['Evaluation', evaluationLines(metadata)] as const] : []),
  ]);
}

function submissionLines(one: SubmissionDetail): Line[] {
  const { id, key, competition, round, roundState, author, solution, version, topStatus, worker } = one;
  return [
    ['submission', `${id} (${key})`],
    ['competition', competition],
    ['round', `${round} (${stateText(roundState)})`],
    ['author', author],
    ['solution', `${solution} ${version}`],
    ['revision', revisionText(one)],
    ['state', stateWithReason(one)],
    ['top', topText(topStatus)],
    ['tarball', `${byteCount(one.tarballBytes)}, sha256 ${one.tarballSha256.slice(0, 12)}`],
    ...(worker === null ? [] : [['evaluator', `${worker}, until ${timeText(one.leaseUntil)}`] as const]),
  ];
}

function scoreLines(one: SubmissionDetail): Line[] {
  const eligible =
    one.isAboveBaseline === null ? nothing : one.isAboveBaseline ? 'yes' : 'no: listed, not eligible';
  return [
    ['score', scoreText(one.score, one.scoreLow, one.scoreHigh)],
    ['rank in the round', String(one.rank ?? nothing)],
    ['above the baseline', eligible],
    ['ratio', fixed(one.ratio, 3)],
    ['bits/value', fixed(one.bitsPerValue, 2)],
    ['compress MB/s', megabytesPerSecond(one.compressThroughput)],
    ['decompress MB/s', megabytesPerSecond(one.decompressThroughput)],
    ['cold ms', fixed(one.coldMs, 1)],
    ['code bytes', count(one.codeBytes)],
    ['failed matrices', count(one.failedMatrices)],
    ['evaluation', durationText(one.evaluationMs)],
  ];
}

function timeLines({ submittedAt, ageMs, evaluatedAt, attempts, code, logs }: SubmissionDetail): Line[] {
  return [
    ['submitted', `${timeText(submittedAt)}, ${ageText(ageMs)} ago`],
    ['evaluated', `${timeText(evaluatedAt)}${attempts > 1 ? `, in attempt ${attempts}` : ''}`],
    ['code', visibilityText(code)],
    ['logs and results', visibilityText(logs)],
  ];
}

function visibilityText(visibility: Visibility): string {
  if (visibility.visible) return 'can be read';
  const { reason, revealAt } = visibility;
  if (revealAt !== null) return `kept back until ${timeText(revealAt)}`;
  return reason === 'round-not-completed'
    ? 'kept back until the round is completed'
    : reason === 'code-not-revealed'
      ? 'kept back until some time after its evaluation'
      : 'kept back';
}

function failureLines(failure: NonNullable<SubmissionDetail['failure']>): Line[] {
  const { hint: _, ...fields } = failure.fields;
  return [
    ['kind', failure.kind],
    ['message', failure.message],
    ...Object.entries(fields).map(([name, value]): Line => [fieldLabel(name), String(value)]),
    ['what to do', adviceOf(failure).hint],
  ];
}

function evaluationLines(metadata: ShownMetadata | null): Line[] {
  if (metadata === null) return [[metadataName, 'cannot be read: another version of arena wrote it']];
  const { environment, plan, findings, failures, isQuick } = metadata;
  const { commit, dirty, cpu, node, os, warnings } = environment;
  return [
    ['rules', metadata.rules],
    ['inputs', `sha256 ${metadata.corpusSha256.slice(0, 12)}`],
    ['code', `sha256 ${metadata.bundleSha256.slice(0, 12)}`],
    [
      'arena',
      `${metadata.arena}${commit === null ? '' : `, commit ${commit.slice(0, 10)}${dirty ? ' with changes' : ''}`}`,
    ],
    ['machine', `${cpu}, Node ${node}, ${os}`],
    ['isolation', plan.isolation],
    ['passes', `${plan.repeats} at least${isQuick ? ' (--quick: too noisy to rank)' : ''}`],
    ...warnings.map((text): Line => ['warning', text]),
    ...findings.map(({ kind, message }): Line => ['finding', `${kind}: ${message}`]),
    ...failures.map(({ matrix, kind, message }): Line => ['failed', `${matrix}: ${kind}: ${message}`]),
  ];
}
